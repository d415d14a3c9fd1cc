-- Contents of attachments, in chunks under the key of the stream that they belong to. What is not settled belongs to nothing yet and is swept away.
create table content (
  content text collate "C" not null primary key,
  stream text collate "C" not null,
  begun_at bigint not null,
  settled boolean not null
);

create index content_stream on content (stream);
create index content_unsettled on content (begun_at) where not settled;

-- What is encrypted cannot be compressed: trying would only cost time.
create table content_chunk (
  content text collate "C" not null,
  number integer not null,
  bytes bytea not null,
  primary key (content, number)
);

alter table content_chunk alter column bytes set storage external;
