-- Contents of attachments, in chunks under the key of the stream that they belong to. What is not settled belongs to nothing yet and is swept away.
create table content (
  content text not null primary key,
  stream text not null,
  begun_at integer not null,
  settled integer not null
) without rowid;

create index content_stream on content (stream);
create index content_unsettled on content (begun_at) where settled = 0;

create table content_chunk (
  content text not null,
  number integer not null,
  bytes blob not null,
  primary key (content, number)
);
