using System.Text.Json.Serialization;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Journal;

/// <summary>A kind of thing of the tests: a box into which marks are put.</summary>
[JsonDerivedType(typeof(MarkPut), "mark-put")]
[JsonDerivedType(typeof(BoxEmptied), "box-emptied")]
public abstract record BoxEvent;

public sealed record MarkPut(string Mark) : BoxEvent;

public sealed record BoxEmptied : BoxEvent;

public sealed record Box(int Marks, string Last)
{
    public static readonly Box Empty = new(0, "");
}

public abstract record BoxCommand : ICommand<Box, BoxEvent>
{
    public abstract Decision<BoxEvent> Decide(Box state, Context context);
}

public sealed record BoxRow(int Marks, string Last, DateTimeOffset Changed);

public sealed class BoxKind : Kind<Box, BoxCommand, BoxEvent>
{
    public static readonly RowTable<BoxRow> Table = new(
        "box",
        [
            RowTable<BoxRow>.Number("marks", row => row.Marks),
            RowTable<BoxRow>.Text("last", row => row.Last),
            RowTable<BoxRow>.Instant("changed", row => row.Changed),
        ])
    {
        Indexes = ["changed", "marks, changed where marks > 0"],
        SearchText = row => ((BoxRow)row).Last,
    };

    public override string Name => "box";

    public override Box Empty => Box.Empty;

    public override Box Apply(Box state, Recorded<BoxEvent> recorded) => recorded.Event switch
    {
        MarkPut put => new(state.Marks + 1, put.Mark),
        BoxEmptied => Box.Empty,
        _ => throw new InvalidOperationException(),
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Box before, Recorded<BoxEvent> recorded, Box after)
        => after.Marks == 0 ? [Table.Remove(stream.Key)] : [Table.Put(stream.Key, new(after.Marks, after.Last, recorded.At))];
}
