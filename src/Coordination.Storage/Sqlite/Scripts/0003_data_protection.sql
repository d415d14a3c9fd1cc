-- Keys that sign sessions and links; encrypted under the master key, which is not in the data file.
create table session_key (
  "Name" text not null primary key,
  "Sealed" blob not null
) without rowid;
