-- The journal, and everything that is written in the same transaction with it. Times are microseconds since 1970, UTC.
-- Row tables are not here: they are made from their declarations (RowTable) and can always be made again from the journal.

-- A stream's head, the hash of its last event and its own key, wrapped by the master key. No key: the stream has been erased.
create table stream (
  stream text not null primary key,
  version integer not null,
  hash blob not null,
  wrapped_key blob
) without rowid;

create table event (
  position integer primary key,
  stream text not null,
  version integer not null,
  type text not null,
  schema integer not null,
  at integer not null,
  actor text not null,
  cause text not null,
  exercise integer not null,
  body blob not null,
  hash blob not null,
  writer text not null,
  link integer not null
);

-- The real guard against two writers of one stream.
create unique index event_stream_version on event (stream, version);

-- Each group that is written together is a link of its writer's chain.
create table link (
  writer text not null,
  number integer not null,
  events integer not null,
  hash blob not null,
  primary key (writer, number)
) without rowid;

-- Each process that writes is a writer, named by its incarnation. Its row is written with every group, so that the
-- writer of a group whose answer was lost can find out whether it was written. link and hash are those of its last link.
create table writer (
  writer text not null primary key,
  groups integer not null,
  link integer not null,
  hash blob not null
) without rowid;

create table original (
  id text not null primary key,
  stream text not null,
  bytes blob not null
) without rowid;

create table operation (
  stream text not null,
  id text not null,
  request_hash text not null,
  version integer not null,
  refusal text,
  at integer not null,
  primary key (stream, id)
) without rowid;

create index operation_at on operation (at);

create table claim (
  kind text not null,
  value text not null,
  owner text not null,
  primary key (kind, value)
) without rowid;

create table closed_key (
  key text not null primary key,
  at integer not null
) without rowid;

create table outbox (
  id text not null primary key,
  target text not null,
  body blob not null,
  priority integer not null,
  due integer not null,
  key text,
  sender_version integer not null,
  owner text,
  lease_until integer,
  claims integer not null default 0,
  failures integer not null default 0,
  parked_code text,
  parked_detail text
) without rowid;

-- What nobody holds, in order of service; and what is held, by the end of its lease.
create index outbox_free on outbox (priority, due) where parked_code is null and owner is null;
create index outbox_leased on outbox (lease_until) where parked_code is null and owner is not null;
create index outbox_key on outbox (key) where key is not null;
create index outbox_parked on outbox (parked_code) where parked_code is not null;

create index closed_key_at on closed_key (at);

create table sequence (
  name text not null primary key,
  next integer not null
) without rowid;

-- Which declaration a row table was made from; another fingerprint and it is made again from the journal.
create table row_table (
  name text not null primary key,
  fingerprint text not null
) without rowid;

-- Facts about the file itself, for example which master key its streams' keys are wrapped with.
create table setting (
  name text not null primary key,
  value text not null
) without rowid;
