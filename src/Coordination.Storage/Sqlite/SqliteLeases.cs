using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>Who holds which message. Its methods run on the writer's thread, inside a group.</summary>
internal sealed class SqliteLeases(SqliteEngine engine, int maxClaims)
{
    private const string Columns = "id, target, body, priority, due, key, sender_version, claims, failures, owner";

    public IReadOnlyList<OutboxMessage> ClaimDue(IReadOnlyList<KeyValuePair<Priority, int>> places)
    {
        var taken = new List<OutboxMessage>();
        foreach (var (priority, most) in places)
        {
            var candidates = new List<(OutboxMessage Message, bool WasHeld)>();
            Collect(candidates, engine.Session.Sql(
                $"select {Columns} from outbox where parked_code is null and owner is not null and lease_until <= ? and priority = ? order by due limit ?")
                .Bind(engine.Now).Bind((long)priority).Bind(most));
            Collect(candidates, engine.Session.Sql(
                $"select {Columns} from outbox where parked_code is null and owner is null and priority = ? and due <= ? order by due limit ?")
                .Bind((long)priority).Bind(engine.Now).Bind(most));
            taken.AddRange(Take(candidates.OrderBy(candidate => candidate.Message.Due)).Take(most));
        }

        return taken;
    }

    public static DateTimeOffset? NextDue(SqliteSession session, IReadOnlyList<Priority> classes, long now)
    {
        long? next = null;
        foreach (var priority in classes)
        {
            Earlier(session.Sql("select min(due) from outbox where parked_code is null and owner is null and priority = ?").Bind((long)priority));
            Earlier(session.Sql("select min(lease_until) from outbox where parked_code is null and owner is not null and lease_until <= ? and priority = ?").Bind(now).Bind((long)priority));
        }

        return next is { } due ? Microseconds.ToMoment(due) : null;

        void Earlier(Statement found)
        {
            if (found.Step() && !found.IsNull(0) && (next is null || found.Long(0) < next))
            {
                next = found.Long(0);
            }

            found.End();
        }
    }

    /// <summary>Counted in the partial indexes, so that a hundred thousand armed messages are not read for it.</summary>
    public static OutboxState State(SqliteSession session, long now)
    {
        var free = One(session.Sql("select count(*) from outbox where parked_code is null and owner is null"));
        var held = One(session.Sql("select count(*) from outbox where parked_code is null and owner is not null"));
        var parked = One(session.Sql("select count(*) from outbox where parked_code is not null"));
        // What is held was due when it was taken.
        var overdue = held;
        var oldest = One(session.Sql("select min(due) from outbox where parked_code is null and owner is not null"));
        foreach (var priority in Enum.GetValues<Priority>())
        {
            overdue += One(session.Sql("select count(*) from outbox where parked_code is null and owner is null and priority = ? and due <= ?").Bind((long)priority).Bind(now));
            var first = One(session.Sql("select min(due) from outbox where parked_code is null and owner is null and priority = ? and due <= ?").Bind((long)priority).Bind(now));
            oldest = oldest is null || first < oldest ? first ?? oldest : oldest;
        }

        return new(free + held ?? 0, overdue ?? 0, parked ?? 0, oldest is { } due ? Microseconds.ToMoment(due) : null);

        static long? One(Statement found)
        {
            long? value = found.Step() && !found.IsNull(0) ? found.Long(0) : null;
            found.End();
            return value;
        }
    }

    public IReadOnlySet<string> Renew(IReadOnlyCollection<string> ids)
        => ids.Where(id => engine.Session.Sql("update outbox set lease_until = ? where id = ? and owner = ? and parked_code is null")
            .Bind(engine.LeaseUntil).Bind(id).Bind(engine.Writer).Run() > 0).ToHashSet(StringComparer.Ordinal);

    public int Release(IReadOnlyCollection<string> ids, DateTimeOffset due)
        => ids.Sum(id => engine.Session.Sql("update outbox set owner = null, lease_until = null, due = ? where id = ? and owner = ? and parked_code is null")
            .Bind(Microseconds.Of(due)).Bind(id).Bind(engine.Writer).Run());

    /// <summary>Counts a failure. Returns when the message is due again; null where it is parked, or no longer ours.</summary>
    public DateTimeOffset? Fail(string id, string code, string detail, int maxFailures)
    {
        var found = engine.Session.Sql("select failures from outbox where id = ? and owner = ? and parked_code is null").Bind(id).Bind(engine.Writer);
        if (!found.Step())
        {
            return null;
        }

        var failures = found.Long(0) + 1;
        found.End();
        if (failures >= maxFailures)
        {
            engine.Session.Sql("update outbox set failures = ?, parked_code = ?, parked_detail = ?, owner = null, lease_until = null where id = ?")
                .Bind(failures).Bind(code).Bind(detail).Bind(id).Run();
            return null;
        }

        var due = engine.Now + (long)LeaseRules.PauseAfter(failures).TotalMicroseconds;
        engine.Session.Sql("update outbox set failures = ?, due = ?, owner = null, lease_until = null where id = ?").Bind(failures).Bind(due).Bind(id).Run();
        return Microseconds.ToMoment(due);
    }

    public bool Unpark(string id)
        => engine.Session.Sql("update outbox set parked_code = null, parked_detail = null, failures = 0, claims = 0, owner = null, lease_until = null, due = ? where id = ? and parked_code is not null")
            .Bind(engine.Now).Bind(id).Run() > 0;

    /// <summary>At the start: whoever held a lease is gone, since only one process has the file. The owner stays, so that the loss is counted.</summary>
    public int VoidOthers()
        => engine.Session.Sql("update outbox set lease_until = 0 where owner is not null and owner <> ? and parked_code is null").Bind(engine.Writer).Run();

    /// <summary>At an orderly stop: nothing was lost, so nothing is counted.</summary>
    public int GiveUpOwn()
        => engine.Session.Sql("update outbox set owner = null, lease_until = null where owner = ? and parked_code is null").Bind(engine.Writer).Run();

    /// <summary>Leases them one by one, as they are wanted; parks those that have been lost too often.</summary>
    private IEnumerable<OutboxMessage> Take(IEnumerable<(OutboxMessage Message, bool WasHeld)> candidates)
    {
        foreach (var (message, wasHeld) in candidates)
        {
            // Whoever held it is gone or was too slow. That is no failure; but a message to which it happens always may be the reason.
            var claimed = wasHeld ? message with { Claims = message.Claims + 1 } : message;
            if (claimed.Claims >= maxClaims)
            {
                Park(claimed);
                continue;
            }

            engine.Session.Sql("update outbox set owner = ?, lease_until = ?, claims = ? where id = ?")
                .Bind(engine.Writer).Bind(engine.LeaseUntil).Bind(claimed.Claims).Bind(claimed.Id).Run();
            yield return claimed;
        }
    }

    private void Park(OutboxMessage message)
        => engine.Session.Sql("update outbox set claims = ?, parked_code = ?, parked_detail = ?, owner = null, lease_until = null where id = ?")
            .Bind(message.Claims).Bind(LeaseRules.KilledItsProcess)
            .Bind(LeaseRules.LostTooOften(message.Claims))
            .Bind(message.Id).Run();

    private static void Collect(List<(OutboxMessage, bool)> candidates, Statement found)
    {
        while (found.Step())
        {
            candidates.Add((
                new(
                    found.Text(0), new StreamId(found.Text(1)), found.Bytes(2), (Priority)found.Long(3), Microseconds.ToMoment(found.Long(4)), found.TextOrNull(5),
                    found.Long(6), (int)found.Long(7), (int)found.Long(8)),
                !found.IsNull(9)));
        }
    }
}
