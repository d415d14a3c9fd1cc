using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Storage.Tests.Rows;

public enum Colour
{
    Red,
    Green,
    Blue,
}

/// <summary>A row with a column of every type, each of which may be empty.</summary>
public sealed record Sample(string Id, string? Name = null, long? Weight = null, Colour? Colour = null, bool Open = false, DateTimeOffset? At = null, string Tags = "", string Text = "")
{
    public static readonly RowTable<Sample> Table = new("sample",
    [
        RowTable<Sample>.Text("name", row => row.Name),
        RowTable<Sample>.Number("weight", row => row.Weight),
        RowTable<Sample>.Number("colour", row => row.Colour),
        RowTable<Sample>.Number("open", row => row.Open),
        RowTable<Sample>.Instant("at", row => row.At),
        RowTable<Sample>.Text("tags", row => row.Tags),
    ])
    {
        Indexes = ["name", "weight where open = 1", "at"],
        SearchText = row => ((Sample)row).Text,
    };

    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Words = ["alpha", "alphabet", "beta", "c2-server", "evil.example", "192.0.2.7", "OR", "\u00c9tat", "\u4e2d\u6587"];
    private static readonly string[] TagWords = ["x", "y", "xy", "z"];

    private static readonly Gen<string> AnyName = Gen.OneOf(Gen.String[Gen.Char["abAB "], 0, 2], Gen.String[Gen.Char["'\"%_\u00e9\u4e2d;-\0"], 0, 3]);
    private static readonly Gen<long> AnyWeight = Gen.OneOf(Gen.Long[-2, 3], Gen.Long);
    private static readonly Gen<DateTimeOffset> AnyMoment = Gen.Int[-5, 5].Select(hours => Noon.AddHours(hours));

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct => Gen.Select(Gen.Int[0, 3], gen, (dice, value) => dice == 0 ? (T?)null : value);

    private static Gen<string> Some(string[] words, int most) => Gen.Int[0, words.Length - 1].Array[0, most].Select(chosen => string.Join(' ', chosen.Select(index => words[index])));

    public static readonly Gen<Sample> Any = Gen.Select(
        Gen.Select(Gen.Int[0, 3], AnyName, (dice, name) => dice == 0 ? null : name), Maybe(AnyWeight), Maybe(Gen.Enum<Colour>()), Gen.Bool, Maybe(AnyMoment), Some(TagWords, 3), Some(Words, 3),
        (name, weight, colour, open, at, tags, text) => new Sample("", name, weight, colour, open, at, tags.Length == 0 ? "" : $" {tags} ", text));

    private static readonly Gen<RowFilter> Leaf = Gen.OneOf(
        Gen.Select(Gen.Enum<Comparison>().Where(each => each != Comparison.HasWord), AnyName, (comparison, value) => (RowFilter)new Compare("name", comparison, value)),
        Gen.Select(Gen.Enum<Comparison>().Where(each => each != Comparison.HasWord), AnyWeight, (comparison, value) => (RowFilter)new Compare("weight", comparison, value)),
        Gen.Select(Gen.Enum<Comparison>().Where(each => each != Comparison.HasWord), Gen.Enum<Colour>(), (comparison, value) => (RowFilter)new Compare("colour", comparison, value)),
        Gen.Select(Gen.Enum<Comparison>().Where(each => each != Comparison.HasWord), AnyMoment, (comparison, value) => (RowFilter)new Compare("at", comparison, value)),
        Gen.Bool.Select(value => RowFilter.Is("open", value)),
        Gen.Select(Gen.Int[0, 3], Gen.Bool, (column, equal) => (RowFilter)new Compare(new[] { "name", "weight", "colour", "at" }[column], equal ? Comparison.Equal : Comparison.NotEqual, null)),
        Gen.Int[0, TagWords.Length - 1].Select(tag => (RowFilter)new Compare("tags", Comparison.HasWord, TagWords[tag])),
        AnyName.Array[0, 3].Select(values => (RowFilter)new AnyValue("name", values)),
        Gen.Enum<Colour>().Array[0, 80].Select(values => (RowFilter)new AnyValue("colour", [.. values.Cast<object>()])),
        Some([.. Words, "alph", "bet", "---", "\""], 2).Select(words => (RowFilter)new Matches(words)));

    public static readonly Gen<RowFilter> AnyFilter = Gen.Recursive<RowFilter>((depth, inner) => depth >= 3 ? Leaf : Gen.OneOf(
        Leaf,
        inner.Array[0, 3].Select(parts => (RowFilter)new AllOf(parts)),
        inner.Array[0, 3].Select(parts => (RowFilter)new AnyOf(parts)),
        inner.Select(part => (RowFilter)new Not(part))));
}
