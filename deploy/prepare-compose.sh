#!/usr/bin/env bash
# Makes what compose.yaml takes from files: passwords, keys and certificates, in deploy/secrets. Run again, it keeps what is there and renews certificates.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
engine=${1:-postgresql}
name=${2:-coordination.localhost}
secrets=${COORDINATION_SECRETS:-$here/secrets}

if [ "$engine" != postgresql ] && [ "$engine" != sqlserver ]; then
  echo "Usage: prepare-compose.sh [postgresql|sqlserver] [NAME]; '$engine' is neither." >&2
  exit 2
fi

# Nobody but its owner gets into the folder. The files themselves are readable, because containers run as another user.
mkdir -p "$secrets"
chmod 700 "$secrets"
umask 022

# A password of 32 characters, of all the kinds that SQL Server asks for.
new_password() { printf 'C7-%s' "$(openssl rand -base64 48 | tr -dc 'A-Za-z0-9' | cut -c1-29)"; }

# Writes a file completely, and never over one that is there.
keep() {
  [ -e "$secrets/$1" ] && return
  printf '%s\n' "$2" >"$secrets/.new"
  mv "$secrets/.new" "$secrets/$1"
}

keep database-password "$(new_password)"
password=$(cat "$secrets/database-password")
if [ "$engine" = postgresql ]; then
  keep postgresql-connection "Host=database;Database=coordination;Username=coordination;Password=$password"
else
  keep sa-password "$(new_password)"
  # The database's container makes its own certificate at every start, so it cannot be verified; both are on one machine.
  keep sqlserver-connection "Server=database;Database=coordination;User Id=coordination;Password=$password;Encrypt=True;TrustServerCertificate=True"
fi

"$here/make-keys.sh" "$secrets/keys"
"$here/make-certificates.sh" "$secrets/silos" silo-1,coordination-silo silo-2,coordination-silo silo-3,coordination-silo
"$here/make-certificates.sh" "$secrets/edge" "$name" mail
# Under one name for the proxy, whatever the server is called.
ln -sf "$name.crt" "$secrets/edge/coordination.crt"
ln -sf "$name.key" "$secrets/edge/coordination.key"
