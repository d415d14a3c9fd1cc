using System.Text.Json;

namespace Coordination.Contracts.Search;

/// <summary>How the parts of a query are written, so that reading them again gives the same.</summary>
internal static class QueryText
{
    public static string Sign(QueryOperator comparison) => comparison switch
    {
        QueryOperator.Less => "<",
        QueryOperator.LessOrEqual => "<=",
        QueryOperator.Greater => ">",
        QueryOperator.GreaterOrEqual => ">=",
        _ => "",
    };

    /// <summary>An enumeration's value as on the wire.</summary>
    public static string Name<T>(T value) where T : struct, Enum
        => value is Tlp tlp ? tlp.Label()[4..].ToLowerInvariant() : JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Whether a text is read as a free word without quotation marks.</summary>
    public static bool IsWord(string text, bool negated)
        => QueryLexer.Read(negated ? "-" + text : text) is [{ Field: null, Values: [{ Quoted: false } only] } term] && term.Negated == negated && only.Text == text;

    /// <summary>A value behind a field's colon, in quotation marks where it needs them.</summary>
    public static string Value(string text)
        => text.Length > 0 && !text.Any(letter => char.IsWhiteSpace(letter) || letter is ',' or '"') && text[0] is not ('<' or '>' or '=') ? text : Quote(text);

    public static string Quote(string text)
        => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
