-- The public halves of passkeys, as ASP.NET Core Identity keeps them. Which of them count stands in the journal. A device may name one by up to
-- 1,023 bytes, which is more than a clustered key may have.
create table account_passkey (
  CredentialId varbinary(1024) not null primary key nonclustered,
  UserId nvarchar(64) not null references account (Id) on delete cascade,
  Data nvarchar(max) not null
);

create index account_passkey_user on account_passkey (UserId);
