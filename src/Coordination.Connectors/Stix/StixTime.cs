using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Coordination.Connectors.Stix;

/// <summary>A moment as STIX writes it: RFC 3339, UTC, <c>Z</c>. The text is kept, for its digits may go further than a clock here, and a version is named by them.</summary>
[JsonConverter(typeof(StixTimeConverter))]
public readonly partial record struct StixTime : IComparable<StixTime>
{
    private StixTime(string text, DateTimeOffset moment, string rest) => (Text, Moment, Rest) = (text, moment, rest);

    public string Text { get; }

    /// <summary>To a ten millionth of a second.</summary>
    public DateTimeOffset Moment { get; }

    /// <summary>The digits after that.</summary>
    private string Rest { get; }

    /// <summary>A text that sorts as the moments do, letter by letter.</summary>
    public string Sortable => string.Concat(Moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture), Rest);

    /// <summary>To a millionth of a second: two changes within one millisecond are two versions.</summary>
    public static StixTime Of(DateTimeOffset moment)
        => TryRead(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), out var time) ? time : throw new ArgumentOutOfRangeException(nameof(moment), moment, "There is no such moment.");

    /// <summary>False for what is no such text and for moments that do not exist.</summary>
    public static bool TryRead([NotNullWhen(true)] string? text, out StixTime time)
    {
        time = default;
        if (text is not { Length: >= 20 and <= 60 } || Pattern().Match(text) is not { Success: true } match)
        {
            return false;
        }

        // A leap second is the last of its day; clocks here know none.
        var leaps = match.Groups[1].ValueSpan.EndsWith("T23:59:60", StringComparison.Ordinal);
        var whole = leaps ? $"{match.Groups[1].Value[..^2]}59" : match.Groups[1].Value;
        var digits = match.Groups[2].Value.TrimEnd('0');
        if (!DateTimeOffset.TryParseExact($"{whole}.{digits[..Math.Min(7, digits.Length)].PadRight(7, '0')}", "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || (leaps && moment > DateTimeOffset.MaxValue.AddSeconds(-1)))
        {
            return false;
        }

        time = new(text, leaps ? moment.AddSeconds(1) : moment, digits.Length > 7 ? digits[7..] : "");
        return true;
    }

    public int CompareTo(StixTime other) => Moment.CompareTo(other.Moment) is var order && order != 0 ? order : string.CompareOrdinal(Rest, other.Rest);

    public static bool operator <(StixTime left, StixTime right) => left.CompareTo(right) < 0;

    public static bool operator >(StixTime left, StixTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(StixTime left, StixTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StixTime left, StixTime right) => left.CompareTo(right) >= 0;

    public override string ToString() => Text ?? "";

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?Z\z")]
    private static partial Regex Pattern();

    private sealed class StixTimeConverter : JsonConverter<StixTime>
    {
        public override StixTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String && TryRead(reader.GetString(), out var time) ? time : throw new JsonException("A time is written as 2026-01-31T10:00:00.000Z.");

        public override void Write(Utf8JsonWriter writer, StixTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
