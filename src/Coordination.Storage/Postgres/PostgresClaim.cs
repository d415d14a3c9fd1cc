using Coordination.Domain.Journal;

namespace Coordination.Storage.Postgres;

/// <summary>
/// The statement that takes what is due, of each class at most so many: what was held by a process that is gone or too slow, whose loss is counted, and what
/// nobody holds, the oldest first. What was lost too often is parked by the same statement. Rows that another process is just taking are passed over.
/// </summary>
/// <remarks>Who holds anything is found by stepping from one to the next in an index, and of the living only what they have held too long: what a busy process holds is not walked through. $1 now · $2 places of each class · $3 who takes · $4 until when · $5 claims at which a message is parked · $6 whether those without a lock are gone · $7, $8 code and text of parking.</remarks>
internal static class PostgresClaim
{
    public static string Sql { get; } = Write();

    private static string Write()
    {
        var classes = Enum.GetValues<Priority>().Select(priority => (int)priority).ToArray();
        return $"""
            with recursive holder as (
              (select owner from outbox where parked_code is null and owner is not null order by owner limit 1)
              union all
              select (select outbox.owner from outbox where parked_code is null and outbox.owner > holder.owner order by outbox.owner limit 1) from holder where holder.owner is not null),
            lost as (
              select owner, case when $6 and not exists (
                select 1 from pg_locks
                where locktype = 'advisory' and granted and objsubid = 1 and database = (select oid from pg_database where datname = current_database())
                  and (classid::bigint << 32) | objid::bigint = ('x' || right(owner, 16))::bit(64)::bigint) then {long.MaxValue} else $1 end as until
              from holder where owner is not null),
            {string.Join(",\n", classes.Select(OfClass))},
            found as ({string.Join(" union all ", classes.Select(one => $"select * from found{one}"))}),
            parked as (
              update outbox set claims = found.claims, parked_code = $7, parked_detail = replace($8, '#', found.claims::text), owner = null, lease_until = null
              from found where outbox.id = found.id and found.claims >= $5)
            update outbox set owner = $3, lease_until = $4, claims = found.claims from found where outbox.id = found.id and found.claims < $5
            returning outbox.id, target, body, priority, outbox.due, key, sender_version, outbox.claims, failures
            """;
    }

    private static string OfClass(int one) => $"""
        held{one} as (
          select id, due, claims + 1 as claims from lost join outbox on outbox.owner = lost.owner and outbox.lease_until <= lost.until
          where parked_code is null and priority = {one}
          order by due limit ($2)[{one + 1}] for update of outbox skip locked),
        free{one} as (
          select id, due, claims from outbox where parked_code is null and owner is null and priority = {one} and due <= $1
          order by due limit ($2)[{one + 1}] for update skip locked),
        found{one} as (select * from held{one} union all select * from free{one} order by due limit ($2)[{one + 1}])
        """;
}
