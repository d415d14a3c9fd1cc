-- Accounts of ASP.NET Core Identity: how people sign in. Who they are stands in the journal, and their ids have at most 64 characters.
create table account (
  Id nvarchar(64) not null primary key,
  UserName nvarchar(256) null,
  NormalizedUserName nvarchar(256) null,
  Email nvarchar(256) null,
  NormalizedEmail nvarchar(256) null,
  EmailConfirmed bit not null,
  PasswordHash nvarchar(max) null,
  SecurityStamp nvarchar(max) null,
  ConcurrencyStamp nvarchar(max) null,
  PhoneNumber nvarchar(max) null,
  PhoneNumberConfirmed bit not null,
  TwoFactorEnabled bit not null,
  LockoutEnd datetimeoffset null,
  LockoutEnabled bit not null,
  AccessFailedCount int not null
);

create unique index account_name on account (NormalizedUserName);
create index account_mail on account (NormalizedEmail);

create table account_claim (
  Id int identity not null primary key,
  UserId nvarchar(64) not null references account (Id) on delete cascade,
  ClaimType nvarchar(max) null,
  ClaimValue nvarchar(max) null
);

create index account_claim_user on account_claim (UserId);

create table account_login (
  LoginProvider nvarchar(128) not null,
  ProviderKey nvarchar(128) not null,
  ProviderDisplayName nvarchar(max) null,
  UserId nvarchar(64) not null references account (Id) on delete cascade,
  primary key (LoginProvider, ProviderKey)
);

create index account_login_user on account_login (UserId);

create table account_token (
  UserId nvarchar(64) not null references account (Id) on delete cascade,
  LoginProvider nvarchar(128) not null,
  Name nvarchar(128) not null,
  Value nvarchar(max) null,
  primary key (UserId, LoginProvider, Name)
);

-- Keys that sign sessions and links, the same for all processes; encrypted under the master key, which is not in the database. The first has
-- a name of its own, so that processes which start together make one and not one each.
create table session_key (
  Name nvarchar(200) not null primary key,
  Sealed varbinary(max) not null
);
