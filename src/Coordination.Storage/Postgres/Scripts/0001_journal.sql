-- The journal, and everything that is written in the same transaction with it. Times are microseconds since 1970, UTC.
-- Texts are compared by code points whatever the database's own order. Row tables are not here: they are made from their
-- declarations (RowTable) and can always be made again from the journal.

-- A stream's head, the hash of its last event and its own key, wrapped by the master key. No key: the stream has been erased.
create table stream (
  stream text collate "C" not null primary key,
  version bigint not null,
  hash bytea not null,
  wrapped_key bytea
) with (fillfactor = 80);

-- Position: the writing transaction's number times 2^20, plus the event's place in it. So what one transaction writes stands
-- together, and whatever is still being written stands at a known place (see PostgresFeed).
create table event (
  position bigint not null primary key,
  stream text collate "C" not null,
  version bigint not null,
  type text collate "C" not null,
  schema integer not null,
  at bigint not null,
  actor text collate "C" not null,
  cause text collate "C" not null,
  exercise integer not null,
  body bytea not null,
  hash bytea not null,
  writer text collate "C" not null,
  link bigint not null
);

-- The real guard against two writers of one stream.
create unique index event_stream_version on event (stream, version);

-- Each group that is written together is a link of its writer's chain.
create table link (
  writer text collate "C" not null,
  number bigint not null,
  events bigint not null,
  hash bytea not null,
  primary key (writer, number)
);

-- Each process that writes is a writer, named by its incarnation. Its row is there before its first group and is written with every
-- one, so that the writer of a group whose answer was lost can wait for its old connection to end and see whether it was written.
create table writer (
  writer text collate "C" not null primary key,
  groups bigint not null,
  link bigint not null,
  hash bytea not null
) with (fillfactor = 10);

create table original (
  id text collate "C" not null primary key,
  stream text collate "C" not null,
  bytes bytea not null
);

create table operation (
  stream text collate "C" not null,
  id text collate "C" not null,
  request_hash text collate "C" not null,
  version bigint not null,
  refusal text collate "C",
  at bigint not null,
  primary key (stream, id)
);

create index operation_at on operation (at);

create table claim (
  kind text collate "C" not null,
  value text collate "C" not null,
  owner text collate "C" not null,
  primary key (kind, value)
);

create index claim_owner on claim (owner);

create table closed_key (
  key text collate "C" not null primary key,
  at bigint not null
);

create index closed_key_at on closed_key (at);

create table outbox (
  id text collate "C" not null primary key,
  target text collate "C" not null,
  body bytea not null,
  priority integer not null,
  due bigint not null,
  key text collate "C",
  sender_version bigint not null,
  owner text collate "C",
  lease_until bigint,
  claims integer not null default 0,
  failures integer not null default 0,
  parked_code text collate "C",
  parked_detail text collate "C"
-- Most rows live for milliseconds: what they leave is cleared away early.
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- What nobody holds, in order of service; and what is held, by the end of its lease.
create index outbox_free on outbox (priority, due) where parked_code is null and owner is null;
create index outbox_leased on outbox (owner, lease_until) where parked_code is null and owner is not null;
create index outbox_key on outbox (key) where key is not null;
create index outbox_target on outbox (target);
create index outbox_parked on outbox (due) where parked_code is not null;

create table sequence (
  name text collate "C" not null primary key,
  next bigint not null
);

-- Which declaration a row table was made from; another fingerprint and it is made again from the journal.
create table row_table (
  name text collate "C" not null primary key,
  fingerprint text collate "C" not null
);

-- Facts about the data itself: which master key its streams' keys are wrapped with, from where on positions count.
create table setting (
  name text collate "C" not null primary key,
  value text collate "C" not null
);
