-- What Orleans' ADO.NET providers need: which processes there are (membership), and the snapshots of grains (storage).
-- Names of tables, columns, queries, parameters and results are Orleans' contract for version 10.4; the statements are ours.
-- All text is nvarchar, because Orleans sends all text as nvarchar; and compared as it is written, whatever the database's collation.

create table OrleansQuery (
  QueryKey nvarchar(64) not null primary key,
  QueryText nvarchar(max) not null
);

-- One row for each cluster. Every change of a member raises the version, so that two who decide upon the same reading cannot both succeed.
create table OrleansMembershipVersionTable (
  DeploymentId nvarchar(150) collate Latin1_General_100_BIN2 not null primary key,
  [Timestamp] datetime2(3) not null default sysutcdatetime(),
  Version int not null default 0
);

-- One row for each start of a process. Status: 1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.
create table OrleansMembershipTable (
  DeploymentId nvarchar(150) collate Latin1_General_100_BIN2 not null references OrleansMembershipVersionTable (DeploymentId) on delete cascade,
  Address nvarchar(64) collate Latin1_General_100_BIN2 not null,
  Port int not null,
  Generation int not null,
  SiloName nvarchar(150) not null,
  HostName nvarchar(150) not null,
  Status int not null,
  ProxyPort int not null,
  SuspectTimes nvarchar(max) null,
  StartTime datetime2(3) not null,
  IAmAliveTime datetime2(3) not null,
  primary key (DeploymentId, Address, Port, Generation)
);
GO

insert into OrleansQuery (QueryKey, QueryText) values ('InsertMembershipVersionKey', '
set nocount on;
declare @added bit = 0;
begin try
  insert into OrleansMembershipVersionTable (DeploymentId) values (@DeploymentId);
  set @added = 1;
end try
begin catch
  if error_number() not in (2601, 2627)
  begin;
    throw;
  end;
end catch;
select @added;
');

-- Whoever raises the version may add; a second who read the same version waits for the row, finds another version and adds nothing.
insert into OrleansQuery (QueryKey, QueryText) values ('InsertMembershipKey', '
set nocount, xact_abort on;
declare @added int;
begin transaction;
update OrleansMembershipVersionTable set [Timestamp] = sysutcdatetime(), Version = Version + 1
where DeploymentId = @DeploymentId and Version = @Version
  and not exists (
    select 1 from OrleansMembershipTable
    where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation);
set @added = @@rowcount;
if @added = 1
  insert into OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
  values (@DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime);
commit transaction;
select @added;
');

insert into OrleansQuery (QueryKey, QueryText) values ('UpdateMembershipKey', '
set nocount, xact_abort on;
declare @changed int;
begin transaction;
update OrleansMembershipVersionTable set [Timestamp] = sysutcdatetime(), Version = Version + 1
where DeploymentId = @DeploymentId and Version = @Version
  and exists (
    select 1 from OrleansMembershipTable
    where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation);
set @changed = @@rowcount;
if @changed = 1
  update OrleansMembershipTable set Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
  where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation;
commit transaction;
select @changed;
');

insert into OrleansQuery (QueryKey, QueryText) values ('UpdateIAmAlivetimeKey', '
set nocount on;
update OrleansMembershipTable set IAmAliveTime = @IAmAliveTime
where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation;
');

-- The version is there also where no member is.
insert into OrleansQuery (QueryKey, QueryText) values ('MembershipReadRowKey', '
select v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
from OrleansMembershipVersionTable v
left join OrleansMembershipTable m on m.DeploymentId = v.DeploymentId and m.Address = @Address and m.Port = @Port and m.Generation = @Generation
where v.DeploymentId = @DeploymentId;
');

insert into OrleansQuery (QueryKey, QueryText) values ('MembershipReadAllKey', '
select v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
from OrleansMembershipVersionTable v
left join OrleansMembershipTable m on m.DeploymentId = v.DeploymentId
where v.DeploymentId = @DeploymentId;
');

insert into OrleansQuery (QueryKey, QueryText) values ('GatewaysQueryKey', '
select Address, ProxyPort, Generation from OrleansMembershipTable
where DeploymentId = @DeploymentId and Status = @Status and ProxyPort > 0;
');

insert into OrleansQuery (QueryKey, QueryText) values ('DeleteMembershipTableEntriesKey', '
set nocount on;
delete from OrleansMembershipVersionTable where DeploymentId = @DeploymentId;
');

-- Only the dead: one that joins or stops is still somebody.
insert into OrleansQuery (QueryKey, QueryText) values ('CleanupDefunctSiloEntriesKey', '
set nocount on;
delete from OrleansMembershipTable where DeploymentId = @DeploymentId and Status = 6 and IAmAliveTime < @IAmAliveTime;
');

-- One of the dead, if its row is still as it was read.
insert into OrleansQuery (QueryKey, QueryText) values ('CleanupDefunctSiloEntryKey', '
set nocount on;
delete from OrleansMembershipTable
where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation and Status = 6
  and StartTime = @StartTime and IAmAliveTime = @IAmAliveTime and coalesce(SuspectTimes, '''') = coalesce(@SuspectTimes, '''');
');
GO

create table OrleansStorage (
  Number bigint identity not null primary key,
  GrainIdHash int not null,
  GrainIdN0 bigint not null,
  GrainIdN1 bigint not null,
  GrainTypeHash int not null,
  GrainTypeString nvarchar(300) collate Latin1_General_100_BIN2 not null,
  GrainIdExtensionString nvarchar(300) collate Latin1_General_100_BIN2 null,
  ServiceId nvarchar(150) collate Latin1_General_100_BIN2 not null,
  PayloadBinary varbinary(max) null,
  ModifiedOn datetime2(3) not null,
  Version int not null
);

-- Two first writers must never make two rows: every later read of that grain would fail, for ever. Unlike elsewhere, two nulls are equal in it.
-- The lengths of the texts keep it below the 1,700 bytes that an index may have.
create unique nonclustered index OrleansStorage_Identity on OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId);
GO

-- No version back is a conflict: someone else wrote first, or has written since.
insert into OrleansQuery (QueryKey, QueryText) values ('WriteToStorageKey', '
set nocount on;
declare @written int;
if @GrainStateVersion is null
begin
  begin try
    insert into OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
    values (@GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, sysutcdatetime(), 1);
    set @written = 1;
  end try
  begin catch
    if error_number() not in (2601, 2627)
    begin;
      throw;
    end;
  end catch;
end
else
begin
  update OrleansStorage set PayloadBinary = @PayloadBinary, ModifiedOn = sysutcdatetime(), Version = Version + 1
  where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
    and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId
    and (GrainIdExtensionString = @GrainIdExtensionString or (GrainIdExtensionString is null and @GrainIdExtensionString is null))
    and Version = @GrainStateVersion;
  if @@rowcount = 1
    set @written = @GrainStateVersion + 1;
end;
select @written as NewGrainStateVersion;
');

insert into OrleansQuery (QueryKey, QueryText) values ('ReadFromStorageKey', '
select PayloadBinary, Version from OrleansStorage
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId
  and (GrainIdExtensionString = @GrainIdExtensionString or (GrainIdExtensionString is null and @GrainIdExtensionString is null));
');

insert into OrleansQuery (QueryKey, QueryText) values ('ClearStorageKey', '
update OrleansStorage set PayloadBinary = null, ModifiedOn = sysutcdatetime(), Version = Version + 1
output inserted.Version as NewGrainStateVersion
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId
  and (GrainIdExtensionString = @GrainIdExtensionString or (GrainIdExtensionString is null and @GrainIdExtensionString is null))
  and Version = @GrainStateVersion;
');

-- Answers one more than what was deleted: Orleans takes an unchanged version for a conflict.
insert into OrleansQuery (QueryKey, QueryText) values ('DeleteStorageKey', '
delete from OrleansStorage
output deleted.Version + 1 as NewGrainStateVersion
where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
  and GrainTypeString = @GrainTypeString and ServiceId = @ServiceId
  and (GrainIdExtensionString = @GrainIdExtensionString or (GrainIdExtensionString is null and @GrainIdExtensionString is null))
  and Version = @GrainStateVersion;
');
GO
