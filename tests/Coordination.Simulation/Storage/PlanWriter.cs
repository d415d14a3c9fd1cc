using Coordination.Domain.Journal;
using Coordination.Simulation.Bugs;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>Writes what the winners of a group write, in the order in which the engines do.</summary>
internal sealed class PlanWriter(World world, string writer)
{
    private Database Database => world.Database;

    public void Write(GroupPlan plan, IReadOnlySet<string> leased, DateTimeOffset leaseUntil)
    {
        foreach (var planned in plan.Events)
        {
            Append(planned);
        }

        foreach (var (stream, head) in plan.Facts.Heads)
        {
            if (head.Changed)
            {
                Database.Put(Database.Streams, stream, new(stream, head.Version, head.Hash, head.WrappedKey));
            }
        }

        foreach (var ((table, id), (row, stream, version)) in plan.Rows)
        {
            WriteRow(table, id, row, stream, version);
        }

        foreach (var winner in plan.Winners)
        {
            WriteRest(winner.Commit);
        }

        foreach (var key in plan.Winners.SelectMany(winner => winner.Commit.CloseKeys))
        {
            Withdraw(key);
        }

        foreach (var message in plan.Armed)
        {
            Arm(message, leased.Contains(message.Id) ? leaseUntil : null);
        }
    }

    private void Append(PlannedEvent planned)
    {
        var version = world.Bug == Bug.AVersionIsSkipped && planned.Version == 4 ? planned.Version + 1 : planned.Version;
        Database.Append(new(Database.Events.Count + 1, planned.Stream, version, planned.Event, planned.Body, planned.Hash, world.Clock.Now, world.Step, Database.Groups + 1));
    }

    private void WriteRow(string table, string id, PreparedRow row, StreamId stream, long version)
    {
        var rows = Database.Rows[table];
        if (row.Body is not { } body)
        {
            Database.Remove(rows, id);
        }
        else if (!(world.Bug == Bug.RowsStayBehind && version % 5 == 4 && rows.ContainsKey(id)))
        {
            Database.Put(rows, id, new(id, stream, version, body));
        }
    }

    private void WriteRest(Commit commit)
    {
        foreach (var id in world.Bug == Bug.AnsweredMessagesStay ? [] : commit.Done)
        {
            Database.Remove(Database.Messages, id);
        }

        foreach (var order in commit.Park)
        {
            if (Database.Messages.TryGetValue(order.MessageId, out var message))
            {
                Database.Put(Database.Messages, order.MessageId, message with { ParkedCode = order.Code, ParkedDetail = order.Detail, Owner = null, LeaseUntil = null });
            }
        }

        foreach (var operation in commit.Operations)
        {
            Database.Put(Database.Operations, (commit.Stream, operation.Id), operation);
        }

        foreach (var claim in commit.Releases)
        {
            if (Database.Claims.TryGetValue(claim, out var owner) && owner == commit.Stream)
            {
                Database.Remove(Database.Claims, claim);
            }
        }

        foreach (var claim in commit.Claims)
        {
            if (!Database.Claims.ContainsKey(claim))
            {
                Database.Put(Database.Claims, claim, world.Bug == Bug.ClaimsAreMixedUp ? MixedUp(claim, commit.Stream) : commit.Stream);
            }
        }
    }

    /// <summary>Two claims get each other's owner.</summary>
    private StreamId MixedUp(Claim claim, StreamId owner)
    {
        var other = Database.Claims.FirstOrDefault(pair => pair.Key.Kind == claim.Kind && pair.Value != owner && claim.Kind == "correlation");
        if (other.Key.Value is null)
        {
            return owner;
        }

        Database.Put(Database.Claims, other.Key, owner);
        return other.Value;
    }

    private void Withdraw(string key)
    {
        if (!Database.ClosedKeys.ContainsKey(key))
        {
            Database.Put(Database.ClosedKeys, key, new(world.Clock.Now, world.Step, Database.Events.Count));
        }

        if (world.Bug == Bug.WithdrawnMessagesStay)
        {
            return;
        }

        foreach (var id in Database.Messages.Values.Where(row => row.Message.Key == key).Select(row => row.Message.Id).ToArray())
        {
            Database.Remove(Database.Messages, id);
        }
    }

    private void Arm(OutboxMessage message, DateTimeOffset? leaseUntil)
    {
        Database.Arm(message, leaseUntil is null ? null : writer, leaseUntil);
        if (leaseUntil is not null)
        {
            Database.LogHandOut(new(message.Id, world.Step, world.Clock.Now, writer, message.Due));
        }
    }
}
