using Coordination.Domain.Journal;
using static Coordination.Storage.SqlServer.SqlServerSql;

namespace Coordination.Storage.SqlServer;

/// <summary>What is asked and told of the outbox.</summary>
internal static class SqlServerOutboxSql
{
    /// <summary>
    /// Takes what is due: what was held by a process that is gone or too slow, whose loss is counted, and what nobody holds, of each class the oldest. What was lost too
    /// often is parked by the same request. What is held is looked for without locking all that is held, so each is looked at once more when it is taken.
    /// </summary>
    public static readonly string ClaimDue = $"""
        {Begin}
        declare @gone table (owner nvarchar(64) collate {StoredText.Collation} not null primary key);
        declare @lost table (id nvarchar(450) collate {StoredText.Collation} not null primary key);
        declare @found table (id nvarchar(450) collate {StoredText.Collation} not null primary key, owner nvarchar(64) collate {StoredText.Collation} null, lease_until bigint null, claims int not null);
        if @may_judge = 1
          insert into @gone (owner)
          select holder.owner from (select distinct owner from outbox {Settled} where parked_code is null and owner is not null) as holder
          where applock_test(N'public', N'{SqlServerPresence.Process}' + holder.owner, N'Exclusive', N'Session') = 1;
        {Each(priority => $"""
        insert into @lost (id)
        select top (@places{priority}) id from outbox {Settled}
        where parked_code is null and owner is not null and priority = {priority} and (lease_until <= @now or owner in (select owner from @gone)) order by due;

        """)}begin transaction;
        {Each(priority => $"""
        insert into @found (id, owner, lease_until, claims)
        select top (@places{priority}) id, owner, lease_until, claims from (
          select o.id, o.owner, o.lease_until, o.claims + 1 as claims, o.due
          from @lost as w inner loop join outbox as o with (forceseek, updlock, readpast, rowlock, readcommittedlock) on o.id = w.id
          where o.parked_code is null and o.owner is not null and o.priority = {priority} and (o.lease_until <= @now or o.owner in (select owner from @gone))
          union all
          select id, owner, lease_until, claims, due from (
            select top (@places{priority}) id, owner, lease_until, claims, due from outbox {Free}
            where parked_code is null and owner is null and priority = {priority} and due <= @now order by due) as free) as candidate
        order by due;

        """)}        update o set claims = f.claims, parked_code = @code, parked_detail = replace(@detail, N'#', cast(f.claims as nvarchar(20))), owner = null, lease_until = null
        from @found as f inner loop join outbox as o {Locked} on o.id = f.id
        where f.claims >= @max_claims and o.parked_code is null and (o.owner is null and f.owner is null or o.owner = f.owner and o.lease_until = f.lease_until);
        update o set owner = @me, lease_until = @until, claims = f.claims
        output inserted.id, inserted.target, inserted.body, inserted.priority, inserted.due, inserted.[key], inserted.sender_version, inserted.claims, inserted.failures
        from @found as f inner loop join outbox as o {Locked} on o.id = f.id
        where f.claims < @max_claims and o.parked_code is null and (o.owner is null and f.owner is null or o.owner = f.owner and o.lease_until = f.lease_until);
        commit transaction;
        """;

    /// <summary>A class that is asked of has places, from 1; of one with none nothing is told.</summary>
    public static readonly string NextDue = $"""
        select min(due) from (
          {string.Join(" union all ", Enum.GetValues<Priority>().Select(one => (int)one).Select(priority => $"""
          select min(due) as due from outbox where parked_code is null and owner is null and priority = {priority} and @places{priority} > 0
          union all select min(lease_until) from outbox where parked_code is null and owner is not null and lease_until <= @now and priority = {priority} and @places{priority} > 0
          """))}) as next
        """;

    private static string Each(Func<int, string> ofClass) => string.Concat(Enum.GetValues<Priority>().Select(priority => ofClass((int)priority)));

    public const string Renew = $"""
        {Begin}
        update o set lease_until = @until output inserted.id from @ids as w inner loop join outbox as o {Locked} on o.id = w.value where o.owner = @me and o.parked_code is null;
        """;

    public const string Release = $"""
        {Begin}
        update o set owner = null, lease_until = null, due = @due from @ids as w inner loop join outbox as o {Locked} on o.id = w.value where o.owner = @me and o.parked_code is null;
        select @@rowcount;
        """;

    public const string FailuresOf = "select failures from outbox where id = @id and owner = @me and parked_code is null";

    // Only if it still is as it was read.
    public const string ComeAgain = $"""
        {Begin}
        update outbox with (updlock, rowlock) set failures = @failures, due = @due, owner = null, lease_until = null
        where id = @id and owner = @me and parked_code is null and failures = @failures - 1;
        select @@rowcount;
        """;

    public const string ParkFailed = $"""
        {Begin}
        update outbox with (updlock, rowlock) set failures = @failures, parked_code = @code, parked_detail = @detail, owner = null, lease_until = null
        where id = @id and owner = @me and parked_code is null and failures = @failures - 1;
        select @@rowcount;
        """;

    public const string IsClosed = "select 1 from closed_key where [key] = @key";

    public const string Parked = "select id, target, parked_code, parked_detail, due, failures from outbox where parked_code is not null order by due, id";

    public const string Unpark = $"""
        {Begin}
        update outbox with (updlock, rowlock) set parked_code = null, parked_detail = null, failures = 0, claims = 0, owner = null, lease_until = null, due = @now
        where id = @id and parked_code is not null;
        select @@rowcount;
        """;

    // What is held was due when it was taken. Each count walks an index of its own, so that a hundred thousand armed messages are not read for it.
    public static readonly string State = $"""
        select
          (select count_big(*) from outbox where parked_code is null and owner is null),
          (select count_big(*) from outbox where parked_code is null and owner is not null),
          (select count_big(*) from outbox where parked_code is not null),
          (select count_big(*) from outbox where parked_code is null and owner is null and priority between 0 and {(int)Enum.GetValues<Priority>().Max()} and due <= @now),
          (select min(due) from (
            select min(due) as due from outbox where parked_code is null and owner is not null
            union all
            select min(due) from outbox where parked_code is null and owner is null and priority between 0 and {(int)Enum.GetValues<Priority>().Max()} and due <= @now) as late)
        """;

    public const string GiveUpOwn = $"""
        {Begin}
        update outbox with (updlock, rowlock) set owner = null, lease_until = null where owner = @me and parked_code is null;
        """;
}
