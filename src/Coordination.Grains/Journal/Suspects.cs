using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>
/// Messages that were lost so often that each may be what kills its process. A process has one of them in hand at a time: otherwise what merely shared a process
/// with a deadly message again and again would be parked with it.
/// </summary>
internal sealed class Suspects(IReadOnlyList<DispatchLane> lanes)
{
    /// <summary>Lost so often. Less than at which it is parked, and more than two crashes in a row do to everything that was in hand.</summary>
    private const int LostAtLeast = 3;

    private string? _inHand;

    /// <summary>Of what was claimed, what is handled now and what must wait for its turn. Whatever was lost most often comes first, so that the deadly one is found soon.</summary>
    public (IReadOnlyList<OutboxMessage> Now, IReadOnlyList<OutboxMessage> Later) Part(IReadOnlyList<OutboxMessage> claimed)
    {
        var suspects = claimed.Where(message => message.Claims >= LostAtLeast).OrderByDescending(message => message.Claims).ThenBy(message => message.Priority).ToArray();
        if (suspects.Length == 0)
        {
            return (claimed, []);
        }

        if (_inHand is not { } id || !lanes.Any(lane => lane.Holds(id)))
        {
            _inHand = suspects[0].Id;
        }

        var later = suspects.Where(message => message.Id != _inHand).ToArray();
        return ([.. claimed.Except(later)], later);
    }
}
