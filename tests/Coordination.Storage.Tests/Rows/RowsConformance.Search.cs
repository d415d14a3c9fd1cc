using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rows;

public abstract partial class RowsConformance
{
    [EngineTheory]
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

    [EngineFact]
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

    [EngineFact]
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

    [EngineFact]
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
}
