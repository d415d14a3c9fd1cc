using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Coordination.Connectors.Stix;

/// <summary>JSON in its one canonical form (RFC 8785), as ids of observables are made of it: names sorted by UTF-16, no space, texts escaped no more than they must be, numbers as ECMAScript writes them.</summary>
internal static class CanonicalJson
{
    public static string Of(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var text = new StringBuilder();
        Write(text, members);
        return text.ToString();
    }

    private static void Write(StringBuilder into, IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        into.Append('{');
        var first = true;
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            into.Append(first ? "" : ",");
            first = false;
            Write(into, name);
            into.Append(':');
            Write(into, value);
        }

        into.Append('}');
    }

    private static void Write(StringBuilder into, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Write(into, value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)));
                break;
            case JsonValueKind.Array:
                into.Append('[');
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    into.Append(index == 0 ? "" : ",");
                    Write(into, item);
                }

                into.Append(']');
                break;
            case JsonValueKind.String:
                Write(into, value.GetString()!);
                break;
            case JsonValueKind.Number:
                // What no number here can hold has no canonical form; it stays as it was written.
                into.Append(value.TryGetDouble(out var number) && double.IsFinite(number) ? Number(number) : value.GetRawText());
                break;
            default:
                into.Append(value.GetRawText());
                break;
        }
    }

    private static void Write(StringBuilder into, string text)
    {
        into.Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => into.Append("\\\""),
                '\\' => into.Append("\\\\"),
                '\b' => into.Append("\\b"),
                '\f' => into.Append("\\f"),
                '\n' => into.Append("\\n"),
                '\r' => into.Append("\\r"),
                '\t' => into.Append("\\t"),
                < ' ' => into.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => into.Append(letter),
            };
        }

        into.Append('"');
    }

    /// <summary>The shortest digits that mean the number, with an exponent only beyond 10^21 and below 10^-6.</summary>
    internal static string Number(double number)
    {
        if (number == 0)
        {
            return "0";
        }

        var round = number.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            var shorter = number.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture).Equals(number))
            {
                round = shorter;
                break;
            }
        }

        var mark = round.IndexOf('E', StringComparison.Ordinal);
        var sign = number < 0 ? "-" : "";
        var figures = round[..mark].TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        var point = int.Parse(round[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        return sign + point switch
        {
            > 21 or <= -6 => string.Create(CultureInfo.InvariantCulture, $"{figures[0]}{(figures.Length > 1 ? "." : "")}{figures[1..]}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}"),
            <= 0 => $"0.{new string('0', -point)}{figures}",
            _ when figures.Length <= point => figures.PadRight(point, '0'),
            _ => $"{figures[..point]}.{figures[point..]}",
        };
    }
}
