using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rows;

public abstract partial class RowsConformance
{
    [EngineFact]
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

    [EngineFact]
    public async Task A_text_that_is_no_whole_unicode_is_found_by_itself()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("1", "\ud800x"), Named("2", "\0"), Named("3", "x\0 "));

        Assert.Equal("1", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", "\ud800x")), None)).Rows).Id);
        Assert.Equal("2", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", "\0")), None)).Rows).Id);
        Assert.Equal("x\0 ", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(new AnyValue("name", ["x\0 "])), None)).Rows).Value.Name);
    }

    [EngineFact]
    public async Task Spaces_at_the_end_tell_texts_apart()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(Named("a", "n"), Named("a ", "n "), Named("a  ", "n\u0001"));

        Assert.Equal(3, (await place.Rows.FindManyAsync(Sample.Table, ["a", "a ", "a  "], None)).Count);
        Assert.Equal("a ", Assert.Single((await place.Rows.ListAsync(Sample.Table, new(RowFilter.Is("name", "n ")), None)).Rows).Id);
        Assert.Equal(["a", "a  ", "a "], (await place.Rows.ListAsync(Sample.Table, new(OrderBy: "name"), None)).Rows.Select(row => row.Id));
        Assert.Equal(3, (await place.Rows.CountAsync(Sample.Table, null, ["name"], None)).Count);
    }
}
