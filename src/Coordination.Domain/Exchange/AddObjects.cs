using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Lays objects ready. What lies there already in the same version and content is not laid twice; one version never has two contents.</summary>
public sealed record AddObjects(IReadOnlyList<SharedObject> Objects, string Basis) : CollectionCommand
{
    public override Decision<CollectionEvent> Decide(Collection state, Context context)
    {
        var added = new List<SharedObject>();
        foreach (var one in Objects)
        {
            var same = state.Versions.GetValueOrDefault(one.Id, []).Select(number => state.Entries[number].What).Where(known => known.Version == one.Version).ToArray();
            if (one.Version is not null && same.Any(known => SharedContent.HashOf(known.Content) != SharedContent.HashOf(one.Content)))
            {
                return CollectionRefusals.VersionTaken(one.Id);
            }

            // What several things tell of lies there for each of them, so that it stays when one is withdrawn; it leaves once.
            if (!same.Any(known => known.Origin == one.Origin && known.Content == one.Content && known.Label == one.Label) && added.All(other => other.Id != one.Id || other.Version != one.Version))
            {
                added.Add(one);
            }
        }

        if (added.Count == 0)
        {
            return Decision<CollectionEvent>.Nothing;
        }

        // To the microsecond, which is what the protocol writes; a clock that stands still or goes back does not matter.
        var now = new DateTimeOffset(context.Now.UtcTicks / 10 * 10, TimeSpan.Zero);
        return new ObjectsAdded(state.Last + 1, now > state.LastAddedAt ? now : state.LastAddedAt.AddMicroseconds(1), added, Basis);
    }
}
