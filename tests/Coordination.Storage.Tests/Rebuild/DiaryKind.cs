using Coordination.Domain.Journal;
using Coordination.Storage.Tests.Journal;

namespace Coordination.Storage.Tests.Rebuild;

public sealed record PageRow(string Mark);

public sealed record CoverRow(int Marks, string Last);

/// <summary>A kind with many rows for each stream: a page for each mark, and a cover that changes with every one. Emptying tears out the first page, that of <c>a.b</c> the first page of <c>b</c>.</summary>
public sealed class DiaryKind : Kind<Box, BoxCommand, BoxEvent>
{
    public static readonly RowTable<PageRow> Pages = new("page", [RowTable<PageRow>.Text("mark", row => row.Mark)]) { Indexes = ["mark"] };

    public static readonly RowTable<CoverRow> Covers = new("cover", [RowTable<CoverRow>.Number("marks", row => row.Marks)]) { SearchText = row => ((CoverRow)row).Last };

    public override string Name => "diary";

    public override Box Empty => Box.Empty;

    public override Box Apply(Box state, Recorded<BoxEvent> recorded) => recorded.Event is MarkPut put ? new(state.Marks + 1, put.Mark) : state with { Last = "torn" };

    public override IEnumerable<RowChange> Rows(StreamId stream, Box before, Recorded<BoxEvent> recorded, Box after)
        => [
            recorded.Event is MarkPut put ? Pages.Put($"{stream.Key}/{recorded.Version}", new(put.Mark)) : Pages.Remove($"{stream.Key[(stream.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]}/1"),
            Covers.Put(stream.Key, new(after.Marks, after.Last)),
        ];
}
