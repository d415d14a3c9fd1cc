using Coordination.Domain.Notification;

namespace Coordination.Simulation.Checks;

/// <summary>A key is closed when the need for it ends, and not before; after that nothing is recorded under it and nothing is armed.</summary>
internal sealed class KeyCheck(World world, Book book, Findings findings)
{
    public void Check()
    {
        foreach (var need in book.OfKind("incident").SelectMany(pair => Need.Of(pair.Key, pair.Value)))
        {
            if (world.Database.ClosedKeys.ContainsKey(need.Key) != need.End is not null)
            {
                findings.Add($"The key {need.Key} is {(need.End is null ? "closed, though it is still needed" : "open, though nobody needs it any more")}.");
            }
        }

        foreach (var (stream, entries) in book.OfKind("notification"))
        {
            if (entries[0].Event is NotificationQueued { Key: { } key } && world.Database.ClosedKeys.TryGetValue(key, out var closed))
            {
                foreach (var late in entries.Where(entry => entry.Position > closed.Position && !MayFollow(entry.Event)))
                {
                    findings.Add($"{stream} version {late.Version} ({late.Row.Event.Type}) is recorded after the key {key} was closed.");
                }
            }
        }

        foreach (var row in world.Database.Messages.Values.Where(row => row.Message.Key is { } key && world.Database.ClosedKeys.ContainsKey(key)))
        {
            findings.Add($"The message {row.Message.Id} is still there; its key {row.Message.Key} is closed.");
        }
    }

    /// <summary>What says that something was called off, or that it had already begun.</summary>
    private static bool MayFollow(object happened) => happened is DeliveriesWithdrawn or DeliverySent { Late: true } or NotificationAcknowledged;
}
