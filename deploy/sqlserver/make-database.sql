-- The database, and a login that owns it and nothing else. Run again, it changes nothing but the login's password.
if db_id(N'coordination') is null
begin
    create database coordination;
end;
go

if suser_id(N'coordination') is null
begin
    create login coordination with password = N'$(COORDINATION_PASSWORD)', default_database = coordination, check_policy = on;
end
else
begin
    alter login coordination with password = N'$(COORDINATION_PASSWORD)';
end;
go

use coordination;
go

if user_id(N'coordination') is null
begin
    create user coordination for login coordination;
    alter role db_owner add member coordination;
end;
go
