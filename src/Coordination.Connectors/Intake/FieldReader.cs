using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;

namespace Coordination.Connectors.Intake;

/// <summary>
/// Reads the fields of one line and keeps the first thing that is wrong, by name. A field that is null or an empty text is not there.
/// Names are dotted: <c>source.ip</c> is <c>ip</c> inside <c>source</c> in nested lines, and just that key in flat ones.
/// </summary>
internal sealed partial class FieldReader(JsonElement line, bool nested)
{
    /// <summary>The first thing that is wrong, if anything is.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Text on one line: control characters become spaces, white space around it goes.</summary>
    public string? Text(string name, int limit)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Refuse<string>(name, $"a text is expected, not {Called(value)}.");
        }

        var text = OneLine(value.GetString()!);
        if (text.Length > limit)
        {
            Refusal ??= IntakeRefusals.TooLong(Pointer(name), limit);
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>A text that must be there.</summary>
    public string Needed(string name, int limit, string expected)
    {
        var text = Text(name, limit);
        if (text is null && Refusal is null)
        {
            Refuse<string>(name, expected);
        }

        return text ?? "";
    }

    /// <summary>A text that a reader brings to its normal form.</summary>
    public string? Normal(string name, int limit, NormalForm read, string expected)
    {
        if (Text(name, limit) is not { } text)
        {
            return null;
        }

        return read(text, out var normal) ? normal : Refuse<string>(name, expected);
    }

    /// <summary>A whole number within bounds. Flat lines often come from tables, where numbers are texts.</summary>
    public long? Whole(string name, long least, long greatest)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {greatest} is expected");
        var text = !nested && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        if (text?.Length == 0)
        {
            return null;
        }

        long number;
        var read = text is not null
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            : TryWhole(value, out number);
        if (!read && text is null && value.ValueKind != JsonValueKind.Number)
        {
            return Refuse<long?>(name, $"{expected}, not {Called(value)}.");
        }

        return read && number >= least && number <= greatest ? number : Refuse<long?>(name, expected + ".");
    }

    /// <summary>True or false; false if it is not there.</summary>
    public bool Flag(string name) => Find(name) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Refuse<bool>(name, $"true or false is expected, not {Called(value)}."),
    };

    /// <summary>Records what is wrong with a field, unless something was wrong before.</summary>
    public T? Refuse<T>(string name, string expected)
    {
        Refusal ??= IntakeRefusals.Field(Pointer(name), expected);
        return default;
    }

    /// <summary>The field as a JSON pointer.</summary>
    public string Pointer(string name)
        => "/" + (nested ? name.Replace('.', '/') : name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    private JsonElement? Find(string name)
    {
        var dot = nested ? name.IndexOf('.', StringComparison.Ordinal) : -1;
        var parent = line;
        if (dot >= 0)
        {
            if (!line.TryGetProperty(name[..dot], out parent) || parent.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (parent.ValueKind != JsonValueKind.Object)
            {
                return Refuse<JsonElement?>(name[..dot], $"an object is expected, not {Called(parent)}.");
            }
        }

        return parent.TryGetProperty(name[(dot + 1)..], out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    // 443.0 is the whole number 443 in JSON; some producers write every number that way.
    private static bool TryWhole(JsonElement value, out long number)
    {
        number = 0;
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetInt64(out number))
        {
            return true;
        }

        var whole = value.TryGetDecimal(out var exact) && exact == decimal.Truncate(exact) && Math.Abs(exact) < long.MaxValue;
        number = whole ? (long)exact : 0;
        return whole;
    }

    private static string OneLine(string text)
        => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim() : text.Trim();

    private static string Called(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        _ => "true or false",
    };
}

/// <summary>Brings a text to its normal form, or says that it has none.</summary>
internal delegate bool NormalForm(string text, out string? normal);
