using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Storage.Tests.Rows;

/// <summary>
/// What every engine answers. One thing is left to it: in a column it may keep U+FFFD for a NUL, which PostgreSQL does not know. Values and filters are then
/// alike in that, so that what is looked for is found; the row itself comes back as it was.
/// </summary>
public abstract class RowsConformance
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

    [Fact]
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

    [Theory]
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
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", text: "alpha"));
        await place.PutAsync(Named("2", text: "beta"));
        await place.PutAsync(Named("3", text: "evil.example"));

        Assert.Equal(expected, (await place.Rows.ListAsync(Sample.Table, new(new Matches(typed)), None)).Rows.Count);
        Assert.Equal(3 - expected, (await place.Rows.ListAsync(Sample.Table, new(new Not(new Matches(typed))), None)).Rows.Count);
    }

    [Fact]
    public async Task A_phrase_keeps_its_order_and_its_last_word_whole()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", text: "one two three"));
        await place.PutAsync(Named("2", text: "two one three"));

        async Task<int> Count(string phrase) => (await place.Rows.ListAsync(Sample.Table, new(new Matches(phrase, Phrase: true)), None)).Rows.Count;

        Assert.Equal(1, await Count("one two"));
        Assert.Equal(0, await Count("one tw"));
        Assert.Equal(1, await Count("\"one\"  two"));
        Assert.Single((await place.Rows.ListAsync(Sample.Table, new(new Matches("one") & new Matches("two one", Phrase: true)), None)).Rows);
    }

    [Theory]
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

    [Theory]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
    public async Task Accents_and_case_do_not_matter_to_a_search()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", text: "\u00c9tat d\u2019urgence"), Named("2", text: "ETAT e\u0301tat"), Named("3", text: "\u4e2d\u6587 \u0421\u0411\u041e\u0419"));

        async Task<string> Find(string words) => string.Concat((await place.Rows.ListAsync(Sample.Table, new(new Matches(words)), None)).Rows.Select(row => row.Id));

        Assert.Equal("12", await Find("etat"));
        Assert.Equal("12", await Find("\u00e9t\u00e1t"));
        Assert.Equal("1", await Find("urgence \u00e9tat d"));
        Assert.Equal("3", await Find("\u4e2d"));
        Assert.Equal("3", await Find("\u0441\u0431\u043e"));
        Assert.Equal("", await Find("\u6587"));
    }

    [Fact]
    public async Task A_long_text_can_be_written_and_its_words_are_found()
    {
        await using var place = await EmptyPlaceAsync();
        var words = string.Join(' ', Enumerable.Range(0, 30_000).Select(index => $"\u6587{index:d6}"));
        await place.PutAsync(Named("1", text: words), Named("2", text: string.Join(' ', Enumerable.Repeat(new string('\u4e2d', 5_000), 100))), Named("3", text: new string('a', 100_000)));

        async Task<string> Find(string typed, bool phrase = false) => string.Concat((await place.Rows.ListAsync(Sample.Table, new(new Matches(typed, phrase)), None)).Rows.Select(row => row.Id));

        Assert.Equal("1", await Find("\u6587000000 \u6587009"));
        Assert.Equal("1", await Find("\u6587009998 \u6587009999", phrase: true));
        Assert.Equal("2", await Find(new string('\u4e2d', 5_000)));
        Assert.Equal("3", await Find("aaa"));
    }

    [Fact]
    public async Task Long_names_are_told_apart_and_listed_once_although_an_index_cannot_hold_them()
    {
        await using var place = await EmptyPlaceAsync();
        var start = new string('n', 5_000);
        var names = Enumerable.Range(0, 9).Select(index => start + index).Append(new string('\u6587', 3_000)).Append(string.Concat(Enumerable.Repeat("\U0001F600", 2_000))).Prepend("m").ToList();
        await place.PutAsync(names.Select((name, index) => Named($"{index:d2}", name)));

        foreach (var (name, index) in names.Select((name, index) => (name, index)))
        {
            Assert.Equal($"{index:d2}", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", name)), None)).Rows).Id);
            Assert.Equal(names.Count - 1, (await place.Rows.ListAsync(Sample.Table, new(new Compare("name", Comparison.NotEqual, name)), None)).Rows.Count);
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await place.Rows.ListAsync(Sample.Table, new(null, "name", false, 2, cursor), None);
            seen.AddRange(page.Rows.Select(row => row.Value.Name));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(names.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(("m", names[^1]), (seen[0], seen[^1]));
    }

    [Fact]
    public async Task A_text_that_is_no_whole_unicode_is_found_by_itself()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", "\ud800x"), Named("2", "\0"), Named("3", "x\0 "));

        Assert.Equal("1", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", "\ud800x")), None)).Rows).Id);
        Assert.Equal("2", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", "\0")), None)).Rows).Id);
        Assert.Equal("x\0 ", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(new AnyValue("name", ["x\0 "])), None)).Rows).Value.Name);
    }

    [Fact]
    public async Task Spaces_at_the_end_tell_texts_apart()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("a", "n"), Named("a ", "n "), Named("a  ", "n\u0001"));

        Assert.Equal(3, (await place.Rows.FindManyAsync(Sample.Table, ["a", "a ", "a  "], None)).Count);
        Assert.Equal("a ", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", "n ")), None)).Rows).Id);
        Assert.Equal(["a", "a  ", "a "], (await place.Rows.ListAsync(Sample.Table, new(OrderBy: "name"), None)).Rows.Select(row => row.Id));
        Assert.Equal(3, (await place.Rows.CountAsync(Sample.Table, null, ["name"], None)).Count);
    }

    [Fact]
    public async Task What_is_erased_is_gone_from_lists_and_searches()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", text: "secret"), Named("2", text: "secret"));

        await place.EraseAsync(new("sample/1"));

        Assert.Equal("2", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(new Matches("secret")), None)).Rows).Id);
        Assert.Null(await place.Rows.FindAsync(Sample.Table, "1", None));
    }
}
