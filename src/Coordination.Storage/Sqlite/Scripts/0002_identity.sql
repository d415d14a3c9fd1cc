-- Accounts of ASP.NET Core Identity: how people sign in. Who they are stands in the journal.
create table account (
  "Id" text not null primary key,
  "UserName" text,
  "NormalizedUserName" text,
  "Email" text,
  "NormalizedEmail" text,
  "EmailConfirmed" integer not null,
  "PasswordHash" text,
  "SecurityStamp" text,
  "ConcurrencyStamp" text,
  "PhoneNumber" text,
  "PhoneNumberConfirmed" integer not null,
  "TwoFactorEnabled" integer not null,
  "LockoutEnd" text,
  "LockoutEnabled" integer not null,
  "AccessFailedCount" integer not null
);

create unique index account_name on account ("NormalizedUserName");
create index account_mail on account ("NormalizedEmail");

create table account_claim (
  "Id" integer not null primary key autoincrement,
  "UserId" text not null references account ("Id") on delete cascade,
  "ClaimType" text,
  "ClaimValue" text
);

create index account_claim_user on account_claim ("UserId");

create table account_login (
  "LoginProvider" text not null,
  "ProviderKey" text not null,
  "ProviderDisplayName" text,
  "UserId" text not null references account ("Id") on delete cascade,
  primary key ("LoginProvider", "ProviderKey")
);

create table account_token (
  "UserId" text not null references account ("Id") on delete cascade,
  "LoginProvider" text not null,
  "Name" text not null,
  "Value" text,
  primary key ("UserId", "LoginProvider", "Name")
);
