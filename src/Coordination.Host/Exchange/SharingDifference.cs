using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>An object as it last left.</summary>
internal sealed record LeftObject(SharedObject What, JsonElement Json);

/// <summary>What becomes of one object: what lies ready of it anew, or nothing.</summary>
internal sealed record ObjectChange(SharingChange Change, JsonElement Content, LeftObject? Before);

/// <summary>How what may be said now differs from what has left. Nothing goes out twice in one version, and what is said no longer is revoked.</summary>
internal static class SharingDifference
{
    /// <param name="left">The newest version of each object that has left, by its id.</param>
    /// <param name="revokes">Whether what has left is revoked where it is no longer said.</param>
    public static IReadOnlyList<ObjectChange> Of(IReadOnlyList<JsonElement> objects, IReadOnlyDictionary<string, LeftObject> left, DateTimeOffset at, bool revokes)
    {
        // Revoked is revoked: it is not said again under this id, and whoever has heard so must find nothing that refers to it.
        var may = StixReferences.Without(objects, objects.Select(StixSaid.IdOf).Where(id => left.GetValueOrDefault(id)?.What.Revokes == true));
        var changes = new List<ObjectChange>();
        foreach (var one in objects)
        {
            var before = left.GetValueOrDefault(StixSaid.IdOf(one));
            if (may.TryGetValue(StixSaid.IdOf(one), out var kept))
            {
                changes.Add(before is null ? new(SharingChange.New, kept, null) : Against(before, kept, at));
            }
            else if (before?.What.Revokes != false)
            {
                changes.Add(new(SharingChange.Gone, one, before));
            }
        }

        foreach (var before in revokes ? left.Where(pair => !may.ContainsKey(pair.Key) && !pair.Value.What.Revokes).Select(pair => pair.Value) : [])
        {
            if (StixSaid.Revoked(before.Json, at) is { } revoked)
            {
                changes.Add(new(SharingChange.Revoked, revoked, before));
            }
        }

        return changes;
    }

    /// <summary>What of it is laid ready.</summary>
    public static IReadOnlyList<MadeObject> Made(StreamId sharing, string origin, SharingDraft draft, IEnumerable<ObjectChange> changes)
    {
        InstitutionId[] revealed = [.. draft.Revealed.Select(one => one.Id)];
        return
        [
            .. from change in changes
               where change.Change is not (SharingChange.Same or SharingChange.Gone)
               let json = StixSaid.Text(change.Content)
               let revokes = change.Change == SharingChange.Revoked
               select new MadeObject(
                   new(
                       StixSaid.IdOf(change.Content), StixSaid.Of(change.Content),
                       // That it holds no longer is told where it was said.
                       revokes ? change.Before!.What.Label : draft.Label,
                       origin, revokes || IsOurs(change.Content) ? [] : revealed, SharedContent.IdOf(sharing, json), revokes),
                   json),
        ];
    }

    /// <summary>What is said of something that has left.</summary>
    private static ObjectChange Against(LeftObject before, JsonElement now, DateTimeOffset at)
    {
        var same = StixSaid.By(now, before.Json);
        return StixSaid.Bare(same) == StixSaid.Bare(before.Json) ? new(SharingChange.Same, before.Json, before) : new(SharingChange.Changed, StixSaid.At(same, at), before);
    }

    /// <summary>Labels tell of nothing.</summary>
    private static bool IsOurs(JsonElement one) => one.GetProperty("type").ValueEquals("marking-definition");
}
