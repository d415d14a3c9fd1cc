using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Storage.Tests.Rows;

public sealed class SqliteRowsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Orders = ["id", "name", "weight", "colour", "at", "tags"];

    private static Sample Named(string id, string? name = null, string text = "", long? weight = null) => new(id, name, weight, null, true, null, "", text);

    [Fact]
    public async Task Filters_orders_pages_counts_and_sums_are_as_their_plain_meaning()
    {
        await Gen.Select(Sample.Any.Array[0, 40], Sample.AnyFilter, Gen.Int[0, Orders.Length - 1], Gen.Bool, Gen.Int[1, 12]).SampleAsync(async (bare, filter, order, descending, limit) =>
        {
            await using var file = new RowFile();
            var rows = bare.Select((row, index) => row with { Id = $"{index * 7919 % 1000:d3}" }).ToArray();
            using (file.Transaction())
            {
                Array.ForEach(rows, file.Put);
            }

            var expected = NaiveRows.Sorted(rows.Where(row => NaiveRows.Holds(filter, row)), Orders[order], descending);
            var found = new List<Sample>();
            string? cursor = null;
            do
            {
                var page = await file.Rows.ListAsync(Sample.Table, new(filter, Orders[order], descending, limit, cursor), None);
                Assert.True(page.Rows.Count == limit || page.Next is null);
                found.AddRange(page.Rows.Select(row => row.Value));
                cursor = page.Next;
            }
            while (cursor is not null);

            Assert.Equal(expected, found);

            var counts = await file.Rows.CountAsync(Sample.Table, filter, ["colour", "open"], None);
            Assert.Equal(
                expected.GroupBy(row => (NaiveRows.ValueOf("colour", row), NaiveRows.ValueOf("open", row))).Select(group => (group.Key, (long)group.Count())).ToHashSet(),
                counts.Select(count => ((count.Values[0], count.Values[1]), count.Count)).ToHashSet());
            Assert.Equal(expected.Count, Assert.Single(await file.Rows.CountAsync(Sample.Table, filter, [], None)).Count);
            Assert.Equal(expected.Sum(row => (long)(row.Colour ?? 0)), await file.Rows.SumAsync(Sample.Table, "colour", filter, None));
        }, iter: 400, threads: 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cursor_shows_every_old_row_once_while_rows_are_added(bool descending)
    {
        await using var file = new RowFile();
        string?[] names = [null, null, "b", "b", "b", "d", "d", null, "f"];
        var old = names.Select((name, index) => Named($"5{index}", name)).ToList();
        old.ForEach(file.Put);

        var seen = new List<string>();
        string? cursor = null;
        var added = 0;
        do
        {
            var page = await file.Rows.ListAsync(Sample.Table, new(null, "name", descending, 2, cursor), None);
            seen.AddRange(page.Rows.Select(row => row.Id));
            cursor = page.Next;
            file.Put(Named($"1{added}", "a"));
            file.Put(Named($"9{added}", "b"));
            file.Put(Named($"2{added}"));
            file.Put(Named($"8{added++}", "z"));
        }
        while (cursor is not null && added < 100);

        Assert.Equal(seen.Distinct(), seen);
        Assert.All(old, row => Assert.Contains(row.Id, seen));
    }

    [Theory]
    [InlineData("\"", 3)]
    [InlineData("alpha OR beta", 0)]
    [InlineData("alpha NOT beta", 0)]
    [InlineData("alpha*", 1)]
    [InlineData("text:alpha", 0)]
    [InlineData("NEAR(alpha beta)", 0)]
    [InlineData("alpha\"", 1)]
    [InlineData("\" OR \"", 0)]
    [InlineData("al\0pha", 0)]
    [InlineData("^alpha", 1)]
    [InlineData("alpha +", 1)]
    [InlineData("{text}:alpha", 0)]
    [InlineData("'; drop table sample; --", 0)]
    [InlineData("\ud800", 3)]
    [InlineData("evil.ex", 1)]
    [InlineData("bet", 1)]
    [InlineData("ev bet", 0)]
    public async Task Words_have_no_meaning_but_themselves(string typed, int expected)
    {
        await using var file = new RowFile();
        file.Put(Named("1", text: "alpha"));
        file.Put(Named("2", text: "beta"));
        file.Put(Named("3", text: "evil.example"));

        Assert.Equal(expected, (await file.Rows.ListAsync(Sample.Table, new(new Matches(typed)), None)).Rows.Count);
        Assert.Equal(3 - expected, (await file.Rows.ListAsync(Sample.Table, new(new Not(new Matches(typed))), None)).Rows.Count);
    }

    [Fact]
    public async Task A_phrase_keeps_its_order_and_its_last_word_whole()
    {
        await using var file = new RowFile();
        file.Put(Named("1", text: "one two three"));
        file.Put(Named("2", text: "two one three"));

        async Task<int> Count(string phrase) => (await file.Rows.ListAsync(Sample.Table, new(new Matches(phrase, Phrase: true)), None)).Rows.Count;

        Assert.Equal(1, await Count("one two"));
        Assert.Equal(0, await Count("one tw"));
        Assert.Equal(1, await Count("\"one\"  two"));
        Assert.Single((await file.Rows.ListAsync(Sample.Table, new(new Matches("one") & new Matches("two one", Phrase: true)), None)).Rows);
    }

    [Theory]
    [InlineData("body")]
    [InlineData("rowid")]
    [InlineData("")]
    [InlineData("id; drop table sample")]
    [InlineData("\"name\"")]
    public async Task A_column_that_was_not_declared_is_refused(string column)
    {
        await using var file = new RowFile();

        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.ListAsync(Sample.Table, new(RowFilter.Is(column, "x")), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.ListAsync(Sample.Table, new(OrderBy: column), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.CountAsync(Sample.Table, null, [column], None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.SumAsync(Sample.Table, column, null, None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("bnVsbA")]
    [InlineData("WyJuYW1lIixmYWxzZSwxLjUsIjEiXQ")]
    [InlineData("WyJuYW1lIixmYWxzZSx7fSwiMSJd")]
    public async Task What_is_no_cursor_is_refused_as_such(string cursor)
    {
        await using var file = new RowFile();

        await Assert.ThrowsAsync<FormatException>(async () => await file.Rows.ListAsync(Sample.Table, new(OrderBy: "name", After: cursor), None));
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await using var file = new RowFile();
        file.Put(Named("1", "a"));
        file.Put(Named("2", "b"));
        var cursor = (await file.Rows.ListAsync(Sample.Table, new(OrderBy: "name", Limit: 1), None)).Next;

        await Assert.ThrowsAsync<FormatException>(async () => await file.Rows.ListAsync(Sample.Table, new(OrderBy: "name", Descending: true, After: cursor), None));
        await Assert.ThrowsAsync<FormatException>(async () => await file.Rows.ListAsync(Sample.Table, new(OrderBy: "tags", After: cursor), None));
        Assert.Equal("2", Assert.Single((await file.Rows.ListAsync(Sample.Table, new(OrderBy: "name", After: cursor), None)).Rows).Id);
    }

    [Fact]
    public async Task Rows_are_found_by_id_and_missing_ones_are_left_out()
    {
        await using var file = new RowFile();
        file.Put(Named("1", "a"));
        file.Put(Named("o'clock \"2\"", "b"));

        var row = await file.Rows.FindAsync(Sample.Table, "1", None);
        Assert.Equal(("1", new StreamId("sample/1"), 1L, "a"), (row!.Id, row.Stream, row.Version, row.Value.Name));
        Assert.Null(await file.Rows.FindAsync(Sample.Table, "3", None));
        Assert.Equal(2, (await file.Rows.FindManyAsync(Sample.Table, ["1", "o'clock \"2\"", "3", "1"], None)).Count);
        Assert.Empty(await file.Rows.FindManyAsync(Sample.Table, [], None));
    }

    [Fact]
    public async Task A_value_of_a_foreign_type_and_a_senseless_word_are_refused()
    {
        await using var file = new RowFile();

        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", new object())), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.ListAsync(Sample.Table, new(new Compare("tags", Comparison.HasWord, "a b")), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.ListAsync(Sample.Table, new(new Compare("weight", Comparison.Less, null)), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.Rows.SumAsync(Sample.Table, "name", null, None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await file.Rows.ListAsync(Sample.Table, new(Limit: 0), None));
    }

    [Fact]
    public async Task Reads_go_on_beside_a_writer_and_nothing_can_be_written_through_them()
    {
        await using var file = new RowFile();
        file.Put(Named("1"));
        using (file.Transaction())
        {
            file.Put(Named("2"));
            Assert.Single((await file.Rows.ListAsync(Sample.Table, new(), None)).Rows);
        }

        var many = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => file.Rows.CountAsync(Sample.Table, null, [], None)));
        Assert.All(many, counts => Assert.Equal(2, counts[0].Count));
    }

    [Fact]
    public async Task A_read_that_nobody_waits_for_is_broken_off()
    {
        await using var file = new RowFile();
        using (file.Transaction())
        {
            file.Execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000) insert into sample select i, i, 's', 1, '', i, i, 0, 0, 0, printf('%.2000c', 'x') from n");
        }

        // Each comparison of each row looks through 2,000 letters: seconds, if it were let.
        var slow = new AllOf([.. Enumerable.Range(0, 400).Select(index => new Not(new Compare("tags", Comparison.HasWord, "y" + index)))]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var read = file.Rows.CountAsync(Sample.Table, slow, [], patience.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
        Assert.Equal(60_000, (await file.Rows.CountAsync(Sample.Table, null, [], None))[0].Count);
    }
}
