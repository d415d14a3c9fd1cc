-- What Orleans' ADO.NET grain storage needs, as a cache in a file of its own. It can be deleted at any time while nothing runs: grains then read their journal.
-- Names of tables, columns, queries, parameters and results are Orleans' contract; the statements are ours. Each query is made of single statements
-- without an explicit transaction: one that was left open by a timeout would be handed on by the connection pool and poison everyone after.

create table OrleansQuery (
  QueryKey text not null primary key,
  QueryText text not null
) without rowid;

create table OrleansStorage (
  GrainIdHash integer not null,
  GrainIdN0 integer not null,
  GrainIdN1 integer not null,
  GrainTypeHash integer not null,
  GrainTypeString text not null,
  GrainIdExtensionString text,
  ServiceId text not null,
  PayloadBinary blob,
  ModifiedOn text not null,
  Version integer not null
);

-- Two first writers must never make two rows: every later read of that grain would fail.
create unique index OrleansStorage_Identity on OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ServiceId, ifnull(GrainIdExtensionString, ''));

-- A conflict is told by the version that the caller already has, or by no row where it has none. The insert comes first, so that
-- changes() speaks of the update.
insert into OrleansQuery (QueryKey, QueryText) values ('WriteToStorageKey', '
insert into OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
select @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, datetime(''now''), 1
where @GrainStateVersion is null and not exists (
  select 1 from OrleansStorage
  where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
    and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is @GrainIdExtensionString)
returning Version as NewGrainStateVersion;

update OrleansStorage set PayloadBinary = @PayloadBinary, ModifiedOn = datetime(''now''), Version = Version + 1
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is @GrainIdExtensionString
  and Version = @GrainStateVersion
returning Version as NewGrainStateVersion;

select @GrainStateVersion as NewGrainStateVersion where @GrainStateVersion is not null and changes() = 0;
');

insert into OrleansQuery (QueryKey, QueryText) values ('ReadFromStorageKey', '
select PayloadBinary, Version from OrleansStorage
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is @GrainIdExtensionString;
');

insert into OrleansQuery (QueryKey, QueryText) values ('ClearStorageKey', '
update OrleansStorage set PayloadBinary = null, ModifiedOn = datetime(''now''), Version = Version + 1
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is @GrainIdExtensionString
  and Version = @GrainStateVersion
returning Version as NewGrainStateVersion;

select @GrainStateVersion as NewGrainStateVersion where @GrainStateVersion is not null and changes() = 0;
');
