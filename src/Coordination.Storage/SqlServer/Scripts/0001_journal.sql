-- The journal, and everything that is written in the same transaction with it. Times are microseconds since 1970, UTC.
-- Texts are compared by code units whatever the database's own collation; a text that ends in a space is kept with a mark after it
-- (StoredText), because the server fills the shorter of two texts up with spaces before it compares them. Sizes are those of
-- StoredSize. Row tables are not here: they are made from their declarations (RowTable) and can always be made again from the journal.

-- A stream's head, the hash of its last event and its own key, wrapped by the master key. No key: the stream has been erased.
create table stream (
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null primary key clustered,
  version bigint not null,
  hash varbinary(32) not null,
  wrapped_key varbinary(200) null
);

-- Positions are given out one by one to all that write. The rowversion tells the feed what is still being written (SqlServerFeed).
create table event (
  position bigint identity not null primary key clustered,
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  version bigint not null,
  type nvarchar(200) collate Latin1_General_100_BIN2 not null,
  [schema] int not null,
  at bigint not null,
  actor nvarchar(200) collate Latin1_General_100_BIN2 not null,
  cause nvarchar(450) collate Latin1_General_100_BIN2 not null,
  exercise int not null,
  body varbinary(max) not null,
  hash varbinary(32) not null,
  writer nvarchar(64) collate Latin1_General_100_BIN2 not null,
  link bigint not null,
  rv rowversion not null
);

-- The real guard against two writers of one stream.
create unique index event_stream_version on event (stream, version);
create index event_rv on event (rv) include (stream, version, type, at);

-- Each group that is written together is a link of its writer's chain.
create table link (
  writer nvarchar(64) collate Latin1_General_100_BIN2 not null,
  number bigint not null,
  events bigint not null,
  hash varbinary(32) not null,
  primary key clustered (writer, number)
);

-- Each process that writes is a writer, named by its incarnation. Each group raises its number (groups) from what the process believes
-- it to be, and so does each new connection: what an old connection may still be sending can then never be written (SqlServerEngine).
create table writer (
  writer nvarchar(64) collate Latin1_General_100_BIN2 not null primary key clustered,
  groups bigint not null,
  link bigint not null,
  hash varbinary(32) not null
);

create table original (
  id nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered,
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  bytes varbinary(max) not null
);

create table operation (
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  id nvarchar(400) collate Latin1_General_100_BIN2 not null,
  request_hash nvarchar(200) collate Latin1_General_100_BIN2 not null,
  version bigint not null,
  refusal nvarchar(max) null,
  at bigint not null,
  primary key nonclustered (stream, id)
);

create clustered index operation_at on operation (at);

create table claim (
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null,
  value nvarchar(400) collate Latin1_General_100_BIN2 not null,
  owner nvarchar(400) collate Latin1_General_100_BIN2 not null,
  primary key clustered (kind, value)
);

create index claim_owner on claim (owner);

create table closed_key (
  [key] nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered,
  at bigint not null
);

create index closed_key_at on closed_key (at);

-- Whoever uses or closes a key changes its row here first, so that one waits for the other. A row stands for all keys with this hash.
create table key_slot (
  slot int not null primary key clustered,
  taken int not null
);

insert into key_slot (slot, taken)
select a.digit * 4096 + b.digit * 256 + c.digit * 16 + d.digit, 0
from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15)) as a (digit)
cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15)) as b (digit)
cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15)) as c (digit)
cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15)) as d (digit);

create table outbox (
  id nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered,
  target nvarchar(400) collate Latin1_General_100_BIN2 not null,
  body varbinary(max) not null,
  priority int not null,
  due bigint not null,
  [key] nvarchar(450) collate Latin1_General_100_BIN2 null,
  sender_version bigint not null,
  owner nvarchar(64) collate Latin1_General_100_BIN2 null,
  lease_until bigint null,
  claims int not null,
  failures int not null,
  parked_code nvarchar(200) collate Latin1_General_100_BIN2 null,
  parked_detail nvarchar(max) null
);

-- What nobody holds, in order of service; and what is held, by the end of its lease.
create index outbox_free on outbox (priority, due) include (owner, parked_code) where parked_code is null and owner is null;
create index outbox_leased on outbox (owner, lease_until) include (parked_code, priority, due) where parked_code is null and owner is not null;
create index outbox_key on outbox ([key]);
create index outbox_target on outbox (target);
create index outbox_parked on outbox (due) include (parked_code) where parked_code is not null;

create table sequence (
  name nvarchar(400) collate Latin1_General_100_BIN2 not null primary key clustered,
  next bigint not null
);

-- Which declaration a row table was made from; another fingerprint and it is made again from the journal.
create table row_table (
  name nvarchar(128) collate Latin1_General_100_BIN2 not null primary key clustered,
  fingerprint nvarchar(128) collate Latin1_General_100_BIN2 not null
);

-- Facts about the data itself: which master key its streams' keys are wrapped with.
create table setting (
  name nvarchar(128) collate Latin1_General_100_BIN2 not null primary key clustered,
  value nvarchar(400) collate Latin1_General_100_BIN2 not null
);
GO

-- What a process sends many of at once (SqlServerTables).
create type text_list as table (value nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered);
create type slot_list as table (value int not null primary key clustered);
create type version_range_list as table (first binary(8) not null primary key clustered, last binary(8) not null);

create type operation_list as table (
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  id nvarchar(400) collate Latin1_General_100_BIN2 not null,
  request_hash nvarchar(200) collate Latin1_General_100_BIN2 null,
  version bigint null,
  refusal nvarchar(max) null
);

-- was, was_owner: what the group was decided upon; a stream that was not there is -1.
create type claim_list as table (
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null,
  value nvarchar(400) collate Latin1_General_100_BIN2 not null,
  was_owner nvarchar(400) collate Latin1_General_100_BIN2 null,
  owner nvarchar(400) collate Latin1_General_100_BIN2 null,
  primary key clustered (kind, value)
);

create type head_list as table (
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null primary key clustered,
  was bigint not null,
  needs_key int not null,
  changed int not null,
  version bigint not null,
  hash varbinary(32) not null,
  wrapped_key varbinary(200) null
);

create type event_list as table (
  number int not null primary key clustered,
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  version bigint not null,
  type nvarchar(200) collate Latin1_General_100_BIN2 not null,
  [schema] int not null,
  at bigint not null,
  actor nvarchar(200) collate Latin1_General_100_BIN2 not null,
  cause nvarchar(450) collate Latin1_General_100_BIN2 not null,
  exercise int not null,
  body varbinary(max) not null,
  hash varbinary(32) not null
);

create type original_list as table (
  id nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered,
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  bytes varbinary(max) not null
);

create type park_list as table (
  id nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered,
  code nvarchar(200) collate Latin1_General_100_BIN2 not null,
  detail nvarchar(max) not null
);

create type message_list as table (
  id nvarchar(450) collate Latin1_General_100_BIN2 not null primary key clustered,
  target nvarchar(400) collate Latin1_General_100_BIN2 not null,
  body varbinary(max) not null,
  priority int not null,
  due bigint not null,
  [key] nvarchar(450) collate Latin1_General_100_BIN2 null,
  sender_version bigint not null,
  owner nvarchar(64) collate Latin1_General_100_BIN2 null,
  lease_until bigint null,
  claims int not null,
  failures int not null
);
