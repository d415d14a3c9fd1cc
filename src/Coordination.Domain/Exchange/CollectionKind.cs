using System.Collections.Immutable;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>An object that lies ready for a partner, as it is kept.</summary>
/// <param name="Number">Counts from 1 for each partner.</param>
/// <param name="First">Whether it is the oldest version of its object.</param>
/// <param name="Last">Whether it is the newest.</param>
/// <param name="TakenAt">When it left first.</param>
/// <param name="Way">How it left.</param>
/// <param name="Basis">The stream of the sharing on which it lies there.</param>
public sealed record SharedObjectRow(string Partner, long Number, DateTimeOffset AddedAt, SharedObject What, bool First, bool Last, DateTimeOffset? TakenAt = null, string? Way = null, string? Basis = null);

/// <summary>What lies ready for partners.</summary>
public sealed class CollectionKind : Kind<Collection, CollectionCommand, CollectionEvent>
{
    public static readonly CollectionKind Instance = new();

    public static readonly RowTable<SharedObjectRow> Table = new("shared_object_row",
    [
        RowTable<SharedObjectRow>.Text("partner", row => row.Partner),
        RowTable<SharedObjectRow>.Number("label", row => row.What.Label),
        RowTable<SharedObjectRow>.Instant("added_at", row => row.AddedAt),
        RowTable<SharedObjectRow>.Text("stix_id", row => row.What.Id),
        RowTable<SharedObjectRow>.Text("stix_type", row => row.What.Type),
        RowTable<SharedObjectRow>.Text("object_version", row => row.What.Version),
        RowTable<SharedObjectRow>.Text("origin", row => row.What.Origin),
        RowTable<SharedObjectRow>.Number("first_version", row => row.First),
        RowTable<SharedObjectRow>.Number("last_version", row => row.Last),
        RowTable<SharedObjectRow>.Number("taken", row => row.TakenAt is not null),
        RowTable<SharedObjectRow>.Instant("taken_at", row => row.TakenAt),
    ])
    { Indexes = ["partner, label, added_at", "partner, added_at", "partner, stix_id", "origin", "partner, taken_at"] };

    public override string Name => "collection";

    public override Collection Empty => Collection.Empty;

    public static StreamId Stream(PartnerId partner) => new("collection", partner.Value);

    public override Collection Apply(Collection state, Recorded<CollectionEvent> recorded) => recorded.Event switch
    {
        ObjectsAdded e => Added(state, e),
        ObjectsTaken e => state with { Entries = state.Entries.SetItems(Left(state, e).Select(number => KeyValuePair.Create(number, state.Entries[number] with { TakenAt = recorded.At, Way = e.Way }))) },
        ObjectsWithdrawn e => Withdrawn(state, e.Numbers),
        _ => state,
    };

    public override Effects React(StreamId stream, Collection before, IReadOnlyList<Recorded<CollectionEvent>> events, Collection after) => Reactions.OfCollection(stream, events);

    public override IEnumerable<RowChange> Rows(StreamId stream, Collection before, Recorded<CollectionEvent> recorded, Collection after)
    {
        // Whose version is the oldest or the newest changes with what is added and withdrawn. Those between stay as they are: of what stands in every share there are many.
        var numbers = recorded.Event switch
        {
            ObjectsAdded e => e.Objects.Select((_, index) => e.First + index).Concat(Moved(before, after, e.Objects.Select(one => one.Id))),
            ObjectsTaken e => Left(before, e),
            ObjectsWithdrawn e => e.Numbers.Concat(Moved(before, after, e.Numbers.Select(number => before.Entries[number].What.Id))),
            _ => [],
        };
        return numbers.Distinct().Select(number => after.Entries.TryGetValue(number, out var entry)
            ? Table.Put(RowId(stream.Key, number), new(stream.Key, number, entry.AddedAt, entry.What, after.Versions[entry.What.Id][0] == number, after.Versions[entry.What.Id][^1] == number, entry.TakenAt, entry.Way, entry.Basis))
            : Table.Remove(RowId(stream.Key, number)));
    }

    public static string RowId(string partner, long number) => string.Create(CultureInfo.InvariantCulture, $"{partner}.{number:D12}");

    /// <summary>The versions that have become the oldest or the newest of their object, or no longer are.</summary>
    private static IEnumerable<long> Moved(Collection before, Collection after, IEnumerable<string> ids)
        => ids.Distinct(StringComparer.Ordinal).SelectMany(id =>
        {
            var (old, now) = (Ends(before, id), Ends(after, id));
            return old.Concat(now).Where(number => (number == old.FirstOrDefault(), number == old.LastOrDefault()) != (number == now.FirstOrDefault(), number == now.LastOrDefault()));
        });

    private static long[] Ends(Collection state, string id) => state.Versions.TryGetValue(id, out var numbers) ? [numbers[0], numbers[^1]] : [];

    /// <summary>What leaves, and with it whatever says the same of another thing.</summary>
    private static IEnumerable<long> Left(Collection state, ObjectsTaken e) => e.Numbers.Concat(e.Numbers.SelectMany(number => state.Same(state.Entries[number].What)).Where(number => state.Entries[number].TakenAt is null)).Distinct();

    private static Collection Added(Collection state, ObjectsAdded e)
    {
        var (entries, versions) = (state.Entries.ToBuilder(), state.Versions.ToBuilder());
        foreach (var (index, one) in e.Objects.Index())
        {
            // What left with another thing the partner has, and has since then.
            var left = state.Same(one).Select(number => state.Entries[number]).Where(other => other.TakenAt is not null).MinBy(other => other.TakenAt);
            entries[e.First + index] = new(one, e.AddedAt.AddMicroseconds(index), left?.TakenAt, left?.Way, e.Basis);
            versions[one.Id] = (versions.TryGetValue(one.Id, out var before) ? before : []).Add(e.First + index);
        }

        return state with { Last = e.First + e.Objects.Count - 1, LastAddedAt = e.AddedAt.AddMicroseconds(e.Objects.Count - 1), Entries = entries.ToImmutable(), Versions = versions.ToImmutable() };
    }

    private static Collection Withdrawn(Collection state, IReadOnlyList<long> numbers)
    {
        var versions = state.Versions.ToBuilder();
        foreach (var number in numbers)
        {
            var id = state.Entries[number].What.Id;
            var left = versions[id].Remove(number);
            if (left.IsEmpty)
            {
                versions.Remove(id);
            }
            else
            {
                versions[id] = left;
            }
        }

        return state with { Entries = state.Entries.RemoveRange(numbers), Versions = versions.ToImmutable() };
    }
}
