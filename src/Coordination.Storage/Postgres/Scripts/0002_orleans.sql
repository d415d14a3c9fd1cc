-- What Orleans' ADO.NET providers need: which processes there are (membership), and the snapshots of grains (storage).
-- Names of tables, columns, queries, parameters and results are Orleans' contract for version 10.4; the statements are ours.
-- Each query is one statement, so that it takes effect whole or not at all and leaves no transaction open on a pooled connection.

create table OrleansQuery (
  QueryKey varchar(64) not null primary key,
  QueryText text not null
);

-- One row for each cluster. Every change of a member raises the version, so that two who decide upon the same reading cannot both succeed.
create table OrleansMembershipVersionTable (
  DeploymentId varchar(150) not null primary key,
  Timestamp timestamptz not null default now(),
  Version integer not null default 0
);

-- One row for each start of a process. Status: 1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.
create table OrleansMembershipTable (
  DeploymentId varchar(150) not null references OrleansMembershipVersionTable (DeploymentId) on delete cascade,
  Address varchar(64) not null,
  Port integer not null,
  Generation integer not null,
  SiloName varchar(150) not null,
  HostName varchar(150) not null,
  Status integer not null,
  ProxyPort integer not null,
  SuspectTimes text,
  StartTime timestamptz not null,
  IAmAliveTime timestamptz not null,
  primary key (DeploymentId, Address, Port, Generation)
);

insert into OrleansQuery (QueryKey, QueryText) values ('InsertMembershipVersionKey', '
with added as (
  insert into OrleansMembershipVersionTable (DeploymentId) values (@DeploymentId) on conflict do nothing returning 1)
select exists (select from added)
');

-- Whoever raises the version may add; a second who read the same version waits for the row, finds another version and adds nothing.
insert into OrleansQuery (QueryKey, QueryText) values ('InsertMembershipKey', '
with raised as (
  update OrleansMembershipVersionTable set Timestamp = now(), Version = Version + 1
  where DeploymentId = @DeploymentId and Version = @Version
    and not exists (
      select from OrleansMembershipTable
      where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation)
  returning 1),
added as (
  insert into OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
  select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from raised
  returning 1)
select exists (select from added)
');

insert into OrleansQuery (QueryKey, QueryText) values ('UpdateMembershipKey', '
with raised as (
  update OrleansMembershipVersionTable set Timestamp = now(), Version = Version + 1
  where DeploymentId = @DeploymentId and Version = @Version
    and exists (
      select from OrleansMembershipTable
      where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation)
  returning 1),
changed as (
  update OrleansMembershipTable set Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
  from raised
  where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation
  returning 1)
select exists (select from changed)
');

insert into OrleansQuery (QueryKey, QueryText) values ('UpdateIAmAlivetimeKey', '
update OrleansMembershipTable set IAmAliveTime = @IAmAliveTime
where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation
');

-- The version is there also where no member is.
insert into OrleansQuery (QueryKey, QueryText) values ('MembershipReadRowKey', '
select v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
from OrleansMembershipVersionTable v
left join OrleansMembershipTable m on m.DeploymentId = v.DeploymentId and m.Address = @Address and m.Port = @Port and m.Generation = @Generation
where v.DeploymentId = @DeploymentId
');

insert into OrleansQuery (QueryKey, QueryText) values ('MembershipReadAllKey', '
select v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
from OrleansMembershipVersionTable v
left join OrleansMembershipTable m on m.DeploymentId = v.DeploymentId
where v.DeploymentId = @DeploymentId
');

insert into OrleansQuery (QueryKey, QueryText) values ('GatewaysQueryKey', '
select Address, ProxyPort, Generation from OrleansMembershipTable
where DeploymentId = @DeploymentId and Status = @Status and ProxyPort > 0
');

insert into OrleansQuery (QueryKey, QueryText) values ('DeleteMembershipTableEntriesKey', '
delete from OrleansMembershipVersionTable where DeploymentId = @DeploymentId
');

-- Only the dead: one that joins or stops is still somebody.
insert into OrleansQuery (QueryKey, QueryText) values ('CleanupDefunctSiloEntriesKey', '
delete from OrleansMembershipTable where DeploymentId = @DeploymentId and Status = 6 and IAmAliveTime < @IAmAliveTime
');

-- One of the dead, if its row is still as it was read.
insert into OrleansQuery (QueryKey, QueryText) values ('CleanupDefunctSiloEntryKey', '
delete from OrleansMembershipTable
where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation and Status = 6
  and StartTime = @StartTime and IAmAliveTime = @IAmAliveTime and coalesce(SuspectTimes, '''') = coalesce(@SuspectTimes, '''')
');

create table OrleansStorage (
  GrainIdHash integer not null,
  GrainIdN0 bigint not null,
  GrainIdN1 bigint not null,
  GrainTypeHash integer not null,
  GrainTypeString varchar(512) not null,
  GrainIdExtensionString varchar(512),
  ServiceId varchar(150) not null,
  PayloadBinary bytea,
  ModifiedOn timestamptz not null,
  Version integer not null
);

-- Two first writers must never make two rows: every later read of that grain would fail, for ever.
create unique index OrleansStorage_Identity on OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId) nulls not distinct;

-- No row back is a conflict: someone else wrote first, or has written since.
insert into OrleansQuery (QueryKey, QueryText) values ('WriteToStorageKey', '
with changed as (
  update OrleansStorage set PayloadBinary = @PayloadBinary, ModifiedOn = now(), Version = Version + 1
  where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
    and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is not distinct from @GrainIdExtensionString
    and Version = @GrainStateVersion
  returning Version),
added as (
  insert into OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
  select @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, now(), 1
  where @GrainStateVersion is null
  on conflict do nothing
  returning Version)
select Version as NewGrainStateVersion from changed union all select Version from added
');

insert into OrleansQuery (QueryKey, QueryText) values ('ReadFromStorageKey', '
select PayloadBinary, Version from OrleansStorage
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is not distinct from @GrainIdExtensionString
');

insert into OrleansQuery (QueryKey, QueryText) values ('ClearStorageKey', '
update OrleansStorage set PayloadBinary = null, ModifiedOn = now(), Version = Version + 1
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is not distinct from @GrainIdExtensionString
  and Version = @GrainStateVersion
returning Version as NewGrainStateVersion
');

-- Answers one more than what was deleted: Orleans takes an unchanged version for a conflict.
insert into OrleansQuery (QueryKey, QueryText) values ('DeleteStorageKey', '
delete from OrleansStorage
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId and GrainIdExtensionString is not distinct from @GrainIdExtensionString
  and Version = @GrainStateVersion
returning Version + 1 as NewGrainStateVersion
');
