using Coordination.Domain.Journal;
using Coordination.Simulation.Bugs;

namespace Coordination.Simulation.Storage;

/// <summary>Who holds which message: the rules of the engines, for one process, inside a transaction.</summary>
internal sealed class Leases(World world, string writer)
{
    public const string KilledItsProcess = "outbox.killed-its-process";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private Database Database => world.Database;

    private DateTimeOffset Now => world.Clock.Now;

    private DateTimeOffset Until => Now + World.Lease;

    public IReadOnlyList<OutboxMessage> ClaimDue(IReadOnlyDictionary<Priority, int> places)
    {
        var taken = new List<OutboxMessage>();
        var left = new Dictionary<Priority, int>(places);
        foreach (var row in Database.Messages.Values.Where(IsFree).OrderBy(row => row.Message.Priority).ThenBy(row => row.Message.Due).ThenBy(row => row.Number).ToArray())
        {
            if (left.GetValueOrDefault(row.Message.Priority) == 0)
            {
                continue;
            }

            // Whoever held it is gone or was too slow. That is no failure; but a message to which it happens always may be the reason.
            var message = row.Owner is null ? row.Message : row.Message with { Claims = row.Message.Claims + 1 };
            if (message.Claims >= World.MaxClaims)
            {
                Put(row with { Message = message, ParkedCode = KilledItsProcess, ParkedDetail = "", Owner = null, LeaseUntil = null });
                continue;
            }

            Put(row with { Message = message, Owner = writer, LeaseUntil = Until });
            Database.LogHandOut(new(message.Id, world.Step, Now, writer, message.Due, row.Owner, row.LeaseUntil, row.Owner is { } owner && Database.Gone.Contains(owner)));
            if (world.Bug == Bug.MessagesAreLostOnceClaimed)
            {
                Database.Remove(Database.Messages, message.Id);
            }

            taken.Add(message);
            left[message.Priority]--;
        }

        return taken;
    }

    public DateTimeOffset? NextDue(IReadOnlyCollection<Priority> classes)
    {
        DateTimeOffset? next = null;
        foreach (var row in Database.Messages.Values)
        {
            if (!row.IsParked && classes.Contains(row.Message.Priority) && (row.Owner is null || row.LeaseUntil <= Now) && (row.Owner is null ? row.Message.Due : row.LeaseUntil) is { } at && (next is null || at < next))
            {
                next = at;
            }
        }

        return next;
    }

    public IReadOnlySet<string> Renew(IReadOnlyCollection<string> ids)
    {
        var still = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (Own(id) is { } row)
            {
                Put(row with { LeaseUntil = Until });
                still.Add(id);
            }
        }

        return still;
    }

    public int Release(IReadOnlyCollection<string> ids, DateTimeOffset due)
    {
        var released = 0;
        foreach (var id in ids)
        {
            if (Own(id) is { } row)
            {
                Put(row with { Message = row.Message with { Due = due }, Owner = null, LeaseUntil = null });
                released++;
            }
        }

        return released;
    }

    /// <summary>Counts a failure. Returns when the message is due again; null where it is parked, or no longer ours.</summary>
    public DateTimeOffset? Fail(string id, string code, string detail)
    {
        if (Own(id) is not { } row)
        {
            return null;
        }

        var failures = row.Message.Failures + 1;
        if (failures >= World.MaxFailures)
        {
            Put(row with { Message = row.Message with { Failures = failures }, ParkedCode = code, ParkedDetail = detail, Owner = null, LeaseUntil = null });
            return null;
        }

        var due = Now + TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, failures - 1)));
        Put(row with { Message = row.Message with { Failures = failures, Due = due }, Owner = null, LeaseUntil = null });
        return due;
    }

    public bool Unpark(string id)
    {
        if (!Database.Messages.TryGetValue(id, out var row) || !row.IsParked)
        {
            return false;
        }

        Put(row with { Message = row.Message with { Failures = 0, Claims = 0, Due = Now }, ParkedCode = null, ParkedDetail = null, Owner = null, LeaseUntil = null });
        return true;
    }

    private bool IsFree(MessageRow row)
        => !row.IsParked && (row.Owner is null
            ? row.Message.Due <= (world.Bug == Bug.MessagesAreDeliveredEarly ? Now + TimeSpan.FromMinutes(1) : Now)
            : row.LeaseUntil <= Now || world.Bug == Bug.LeasesAreIgnored);

    private MessageRow? Own(string id) => Database.Messages.TryGetValue(id, out var row) && row.Owner == writer && !row.IsParked ? row : null;

    private void Put(MessageRow row) => Database.Put(Database.Messages, row.Message.Id, row);
}
