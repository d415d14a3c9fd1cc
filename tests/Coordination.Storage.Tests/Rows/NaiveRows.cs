using System.Text;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rows;

/// <summary>What filters and orders mean, in the plainest words, to hold the real thing against.</summary>
/// <param name="kept">What becomes of a text in a column.</param>
internal sealed class NaiveRows(Func<string, string> kept)
{
    public bool Holds(RowFilter filter, Sample row) => filter switch
    {
        Compare { Operator: Comparison.HasWord } compare => ((string)ValueOf(compare.Column, row)!).Split(' ').Contains((string)compare.Value!),
        Compare { Operator: Comparison.Equal } compare => Order(ValueOf(compare.Column, row), Plain(compare.Value)) == 0,
        Compare { Operator: Comparison.NotEqual } compare => Order(ValueOf(compare.Column, row), Plain(compare.Value)) != 0,
        Compare compare => ValueOf(compare.Column, row) is { } value && compare.Operator switch
        {
            Comparison.Less => Order(value, Plain(compare.Value)) < 0,
            Comparison.LessOrEqual => Order(value, Plain(compare.Value)) <= 0,
            Comparison.Greater => Order(value, Plain(compare.Value)) > 0,
            _ => Order(value, Plain(compare.Value)) >= 0,
        },
        AnyValue any => any.Values.Any(value => Order(ValueOf(any.Column, row), Plain(value)) == 0),
        AllOf all => all.Parts.All(part => Holds(part, row)),
        AnyOf any => any.Parts.Any(part => Holds(part, row)),
        Not not => !Holds(not.Part, row),
        Matches matches => Found(matches.Words, row.Text),
        _ => throw new InvalidOperationException(),
    };

    public List<Sample> Sorted(IEnumerable<Sample> rows, string by, bool descending)
    {
        var sorted = rows.ToList();
        sorted.Sort((left, right) =>
        {
            var order = Order(ValueOf(by, left), ValueOf(by, right));
            order = order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
            return descending ? -order : order;
        });
        return sorted;
    }

    public static object? ValueOf(string column, Sample row) => column switch
    {
        "id" => row.Id,
        "name" => row.Name,
        "weight" => row.Weight,
        "colour" => Plain(row.Colour),
        "open" => Plain(row.Open),
        "at" => Plain(row.At),
        _ => row.Tags,
    };

    private static object? Plain(object? value) => value switch
    {
        Colour colour => (long)colour,
        bool flag => flag ? 1L : 0L,
        DateTimeOffset at => (at - DateTimeOffset.UnixEpoch).Ticks / 10,
        _ => value,
    };

    /// <summary>Nothing comes before something; texts by their bytes.</summary>
    private int Order(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (long one, long other) => one.CompareTo(other),
        _ => Encoding.UTF8.GetBytes(kept((string)left)).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(kept((string)right))),
    };

    /// <summary>Every typed word is a run of tokens of the text; the last token typed may be a beginning.</summary>
    private static bool Found(string typed, string text)
    {
        var tokens = Tokens(text);
        var words = typed.Split(' ').Select(Tokens).Where(word => word.Length > 0).ToArray();
        return words.Select((word, index) => (word, last: index == words.Length - 1)).All(each =>
            Enumerable.Range(0, tokens.Length).Any(start => start + each.word.Length <= tokens.Length && each.word.Select((token, offset) =>
                each.last && offset == each.word.Length - 1 ? tokens[start + offset].StartsWith(token, StringComparison.Ordinal) : tokens[start + offset] == token).All(same => same)));
    }

    private static string[] Tokens(string text)
        => new string([.. text.ToLowerInvariant().Replace('\u00e9', 'e').Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
