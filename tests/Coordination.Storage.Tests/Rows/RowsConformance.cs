using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Storage.Tests.Rows;

/// <summary>
/// What every engine answers. One thing is left to it: in a column it may keep U+FFFD for a NUL, which PostgreSQL does not know. Values and filters are then
/// alike in that, so that what is looked for is found; the row itself comes back as it was.
/// </summary>
public abstract partial class RowsConformance
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Orders = ["id", "name", "weight", "colour", "at", "tags"];

    private static Sample Named(string id, string? name = null, string text = "", long? weight = null) => new(id, name, weight, null, true, null, "", text);

    /// <summary>How many samples the property is tried with, and how many at once.</summary>
    private protected virtual (int Count, int AtOnce) Samples => (100, 1);

    /// <summary>What a column keeps of a text.</summary>
    private protected virtual string Kept(string text) => text.Replace('\0', '\uFFFD');

    /// <summary>Empty row tables, at least the sample's; the caller disposes of it, whether it is new or used again.</summary>
    private protected abstract Task<RowPlace> EmptyPlaceAsync();

    [EngineFact]
    public async Task Filters_orders_pages_counts_and_sums_are_as_their_plain_meaning()
    {
        await Gen.Select(Sample.Any.Array[0, 40], Sample.AnyFilter, Gen.Int[0, Orders.Length - 1], Gen.Bool, Gen.Int[1, 12]).SampleAsync(async (bare, filter, order, descending, limit) =>
        {
            await using var place = await EmptyPlaceAsync();
            var rows = bare.Select((row, index) => row with { Id = $"{index * 7919 % 1000:d3}" }).ToArray();
            await place.PutAsync(rows);

            var naive = new NaiveRows(Kept);
            var expected = naive.Sorted(rows.Where(row => naive.Holds(filter, row)), Orders[order], descending);
            var found = new List<Sample>();
            string? cursor = null;
            do
            {
                var page = await place.Rows.ListAsync(Sample.Table, new(filter, Orders[order], descending, limit, cursor), None);
                Assert.True(page.Rows.Count == limit || page.Next is null);
                found.AddRange(page.Rows.Select(row => row.Value));
                cursor = page.Next;
            }
            while (cursor is not null);

            Assert.Equal(expected, found);

            var counts = await place.Rows.CountAsync(Sample.Table, filter, ["colour", "open"], None);
            Assert.Equal(
                expected.GroupBy(row => (NaiveRows.ValueOf("colour", row), NaiveRows.ValueOf("open", row))).Select(group => (group.Key, (long)group.Count())).ToHashSet(),
                counts.Select(count => ((count.Values[0], count.Values[1]), count.Count)).ToHashSet());
            Assert.Equal(expected.Count, Assert.Single(await place.Rows.CountAsync(Sample.Table, filter, [], None)).Count);
            Assert.Equal(expected.Sum(row => (long)(row.Colour ?? 0)), await place.Rows.SumAsync(Sample.Table, "colour", filter, None));
        }, iter: Samples.Count, threads: Samples.AtOnce);
    }

    [EngineTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cursor_shows_every_old_row_once_while_rows_are_added(bool descending)
    {
        await using var place = await EmptyPlaceAsync();
        string?[] names = [null, null, "b", "b", "b", "d", "d", null, "f"];
        var old = names.Select((name, index) => Named($"5{index}", name)).ToList();
        await place.PutAsync(old);

        var seen = new List<string>();
        string? cursor = null;
        var added = 0;
        do
        {
            var page = await place.Rows.ListAsync(Sample.Table, new(null, "name", descending, 2, cursor), None);
            seen.AddRange(page.Rows.Select(row => row.Id));
            cursor = page.Next;
            await place.PutAsync(Named($"1{added}", "a"));
            await place.PutAsync(Named($"9{added}", "b"));
            await place.PutAsync(Named($"2{added}"));
            await place.PutAsync(Named($"8{added++}", "z"));
        }
        while (cursor is not null && added < 100);

        Assert.Equal(seen.Distinct(), seen);
        Assert.All(old, row => Assert.Contains(row.Id, seen));
    }

    [EngineTheory]
    [InlineData("body")]
    [InlineData("rowid")]
    [InlineData("")]
    [InlineData("id; drop table sample")]
    [InlineData("\"name\"")]
    public async Task A_column_that_was_not_declared_is_refused(string column)
    {
        await using var place = await EmptyPlaceAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is(column, "x")), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(OrderBy: column), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.CountAsync(Sample.Table, null, [column], None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.SumAsync(Sample.Table, column, null, None));
    }

    [EngineTheory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("bnVsbA")]
    [InlineData("WyJuYW1lIixmYWxzZSwxLjUsIjEiXQ")]
    [InlineData("WyJuYW1lIixmYWxzZSx7fSwiMSJd")]
    [InlineData("WyJuYW1lIixmYWxzZSwxLCIxIl0")]
    public async Task What_is_no_cursor_is_refused_as_such(string cursor)
    {
        await using var place = await EmptyPlaceAsync();

        await Assert.ThrowsAsync<FormatException>(async () => await place.Rows.ListAsync(Sample.Table, new(OrderBy: "name", After: cursor), None));
    }

    [EngineFact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", "a"));
        await place.PutAsync(Named("2", "b"));
        var cursor = (await place.Rows.ListAsync(Sample.Table, new(OrderBy: "name", Limit: 1), None)).Next;

        await Assert.ThrowsAsync<FormatException>(async () => await place.Rows.ListAsync(Sample.Table, new(OrderBy: "name", Descending: true, After: cursor), None));
        await Assert.ThrowsAsync<FormatException>(async () => await place.Rows.ListAsync(Sample.Table, new(OrderBy: "tags", After: cursor), None));
        Assert.Equal("2", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(OrderBy: "name", After: cursor), None)).Rows).Id);
    }

    [EngineFact]
    public async Task Rows_are_found_by_id_and_missing_ones_are_left_out()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", "a"));
        await place.PutAsync(Named("o'clock \"2\"", "b"));

        var row = await place.Rows.FindAsync(Sample.Table, "1", None);
        Assert.Equal(("1", new StreamId("sample/1"), 1L, "a"), (row!.Id, row.Stream, row.Version, row.Value.Name));
        Assert.Null(await place.Rows.FindAsync(Sample.Table, "3", None));
        Assert.Equal(2, (await place.Rows.FindManyAsync(Sample.Table, ["1", "o'clock \"2\"", "3", "1"], None)).Count);
        Assert.Empty(await place.Rows.FindManyAsync(Sample.Table, [], None));
    }

    [EngineFact]
    public async Task A_value_of_a_foreign_type_and_a_senseless_word_are_refused()
    {
        await using var place = await EmptyPlaceAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", new object())), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", 1)), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(new AnyValue("weight", ["1"])), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(new Compare("name", Comparison.HasWord, "a")), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(new Compare("tags", Comparison.HasWord, "a b")), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.ListAsync(Sample.Table, new(new Compare("weight", Comparison.Less, null)), None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.Rows.SumAsync(Sample.Table, "name", null, None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await place.Rows.ListAsync(Sample.Table, new(Limit: 0), None));
    }

    [EngineFact]
    public async Task A_read_that_nobody_waits_for_is_broken_off()
    {
        await using var place = await EmptyPlaceAsync();
        var tags = new string('x', 2_000);
        for (var part = 0; part < 10; part++)
        {
            await place.PutAsync(Enumerable.Range(part * 1_000, 1_000).Select(index => Named($"{index}") with { Tags = tags }));
        }

        // Each comparison of each row looks through 2,000 letters: seconds, if it were let.
        var slow = new AllOf([.. Enumerable.Range(0, 900).Select(index => new Not(new Compare("tags", Comparison.HasWord, "y" + index)))]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var read = place.Rows.CountAsync(Sample.Table, slow, [], patience.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
        Assert.Equal(10_000, (await place.Rows.CountAsync(Sample.Table, null, [], None))[0].Count);
    }

    [EngineFact]
    public async Task Of_a_row_that_is_written_more_than_once_the_last_counts()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("3", "old", "old words"));

        await place.WriteAsync(
            Sample.Table.Put("1", Named("1", "first")), Sample.Table.Put("1", Named("1", "second")),
            Sample.Table.Put("2", Named("2")), Sample.Table.Remove("2"),
            Sample.Table.Remove("3"), Sample.Table.Put("3", Named("3", "new", "new words")),
            Sample.Table.Remove("4"));

        var rows = (await place.Rows.ListAsync(Sample.Table, new(), None)).Rows;
        Assert.Equal([("1", "second"), ("3", "new")], rows.Select(row => (row.Id, row.Value.Name!)));
        Assert.Equal("3", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(new Matches("new")), None)).Rows).Id);
        Assert.Empty((await place.Rows.ListAsync(Sample.Table, new(new Matches("old")), None)).Rows);
    }

    [EngineFact]
    public async Task What_is_erased_is_gone_from_lists_and_searches()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", text: "secret"), Named("2", text: "secret"));

        await place.EraseAsync(new("sample/1"));

        Assert.Equal("2", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(new Matches("secret")), None)).Rows).Id);
        Assert.Null(await place.Rows.FindAsync(Sample.Table, "1", None));
    }
}
