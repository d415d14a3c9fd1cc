#!/bin/bash
# Runs make-database.sql as the administrator. The passwords come from files and are not seen in any list of processes.
set -euo pipefail
SQLCMDPASSWORD=$(cat /run/secrets/sa-password)
# Handed to the script as one of sqlcmd's variables, which it also reads from the environment.
COORDINATION_PASSWORD=$(cat /run/secrets/database-password)
export SQLCMDPASSWORD COORDINATION_PASSWORD
exec /opt/mssql-tools18/bin/sqlcmd -C -b -S "${1:-database}" -U sa -i /make-database.sql
