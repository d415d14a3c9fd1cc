-- The public halves of passkeys, as ASP.NET Core Identity keeps them. Which of them count stands in the journal.
create table account_passkey (
  "CredentialId" blob not null primary key,
  "UserId" text not null references account ("Id") on delete cascade,
  "Data" text not null
) without rowid;

create index account_passkey_user on account_passkey ("UserId");
