-- Keys that sign sessions and links; encrypted with a key that is not in the data file.
create table session_key (
  "Name" text not null primary key,
  "Xml" text not null
) without rowid;
