using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Retention;

/// <summary>An erasure as it is listed.</summary>
public sealed record ErasureRow(
    string What, string Name, string Why, string By, string? Rule, DateTimeOffset? Before, DateTimeOffset At, DateTimeOffset? DoneAt, IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Left);

/// <summary>Erasures: one stream for each thing that was erased, or for each rule on each day that it ran.</summary>
public sealed class ErasureKind : Kind<Erasure, ErasureCommand, ErasureEvent>
{
    public static readonly ErasureKind Instance = new();

    public static readonly RowTable<ErasureRow> Table = new("erasure_row",
    [
        RowTable<ErasureRow>.Text("what", row => row.What),
        RowTable<ErasureRow>.Instant("at", row => row.At),
    ])
    { Indexes = ["at"] };

    public override string Name => "erasure";

    public override Erasure Empty => Erasure.Empty;

    /// <summary>The erasure of a thing.</summary>
    public static StreamId Of(StreamId thing) => new("erasure", $"{thing.Kind}.{thing.Key}");

    /// <summary>The erasure by age that a run of the retention rules asked for.</summary>
    public static StreamId Of(string what, long run) => new("erasure", $"{what}@{run}");

    /// <summary>Where its work is done.</summary>
    public static StreamId Work(StreamId erasure) => new("erase", erasure.Key);

    public override Erasure Apply(Erasure state, Recorded<ErasureEvent> recorded) => recorded.Event switch
    {
        ErasureBegun begun => new() { Order = begun, BegunAt = recorded.At },
        ErasureDone done => state with
        {
            Rounds = state.Rounds + 1,
            Parts = [.. state.Parts.Concat(done.Parts).GroupBy(part => part.Part, StringComparer.Ordinal).Select(group => new ErasedPart(group.Key, group.Sum(part => part.Count)))],
        },
        _ => state,
    };

    public override Effects React(StreamId stream, Erasure before, IReadOnlyList<Recorded<ErasureEvent>> events, Erasure after)
        => Reactions.OfErasure(stream, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Erasure before, Recorded<ErasureEvent> recorded, Erasure after)
    {
        var order = after.Order!;
        var row = new ErasureRow(order.What, order.Name, order.Why, order.By, order.Rule, order.Before, after.BegunAt, null, [], []);
        return [Table.Put(stream.Key, recorded.Event is ErasureDone done ? row with { DoneAt = recorded.At, Parts = after.Parts, Left = done.Left } : row)];
    }
}
