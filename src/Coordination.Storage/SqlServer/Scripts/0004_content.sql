-- Contents of attachments, in chunks under the key of the stream that they belong to. What is not settled belongs to nothing yet and is swept away.
create table content (
  content nvarchar(64) collate Latin1_General_100_BIN2 not null primary key clustered,
  stream nvarchar(400) collate Latin1_General_100_BIN2 not null,
  begun_at bigint not null,
  settled bit not null
);

create index content_stream on content (stream);
create index content_unsettled on content (begun_at) include (stream) where settled = 0;

create table content_chunk (
  content nvarchar(64) collate Latin1_General_100_BIN2 not null,
  number int not null,
  bytes varbinary(max) not null,
  primary key clustered (content, number)
);
