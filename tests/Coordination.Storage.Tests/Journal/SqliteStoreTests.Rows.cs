using Coordination.Domain.Journal;
using Coordination.Storage.Rebuild;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Storage.Tests.Journal;

/// <summary>Rows that are made again from the journal.</summary>
public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task Rows_are_made_again_when_their_declaration_changes()
    {
        await FillAsync();
        var wider = new RowTable<BoxRow>("box", [.. BoxKind.Table.Columns, RowTable<BoxRow>.Number("double", row => row.Marks * 2)]) { SearchText = BoxKind.Table.SearchText };

        await using var store = await OpenAsync(wider);

        var page = await store.Rows.ListAsync(wider, new(RowFilter.Is("double", 4L)), CancellationToken.None);
        Assert.Equal([("a", 2L, "two"), ("c", 2L, "four")], page.Rows.Select(row => (row.Id, row.Version, row.Value.Last)));
        Assert.Equal(["a"], (await store.Rows.ListAsync(wider, new(new Matches("two")), CancellationToken.None)).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_rows()
    {
        await FillAsync();
        var before = Dump();
        Sql("update box set body = '{}', version = 99 where id = 'a'; delete from box where id = 'c'; delete from box_search");

        var done = await SqliteRebuild.RunAsync(Options, [BoxKind.Table], [new BoxKind()], NullLoggerFactory.Instance, null, CancellationToken.None);

        Assert.Equal(new RowRebuildProgress(3, 6, 2), done);
        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_rebuild_that_was_interrupted_is_done_at_the_next_opening()
    {
        await FillAsync();
        var before = Dump();
        using (var cancelled = new CancellationTokenSource())
        {
            await cancelled.CancelAsync();
            using var file = SqliteFile.Open(Options, NullLoggerFactory.Instance);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => SqliteRebuild.RunAsync(file, new([BoxKind.Table]), [new BoxKind()], null, cancelled.Token));
        }

        Assert.NotEqual(before, Dump());
        await using (await OpenAsync())
        {
        }

        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_stream_of_an_unknown_kind_refuses_the_rebuild()
    {
        await FillAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SqliteRebuild.RunAsync(Options, [BoxKind.Table], [], NullLoggerFactory.Instance, null, CancellationToken.None));
        Assert.Contains("does not know", failure.Message, StringComparison.Ordinal);
    }

    private List<string> Dump()
    {
        using var session = SqliteSession.OpenReader(Options.DataFile);
        var found = session.Sql("select id, stream, version, body, marks, last, changed, (select text from box_search where rowid = row_id) from box order by id");
        var rows = new List<string>();
        while (found.Step())
        {
            rows.Add($"{found.Text(0)} {found.Text(1)} {found.Long(2)} {found.Text(3)} {found.Long(4)} {found.Text(5)} {found.Long(6)} {found.TextOrNull(7)}");
        }

        return rows;
    }
}
