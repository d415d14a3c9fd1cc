using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>The shape that a value must have: the JSON schema of CSAF 2.0, as far as it can be said in a table (<see cref="CsafSchema"/>).</summary>
internal abstract record CsafShape
{
    public abstract void Look(JsonElement value, string path, CsafLook look);
}

/// <summary>
/// What has been found so far. One document that is wrong in every line is shown as such; nobody reads thousands. What refuses the document is counted apart
/// from what is only shown: however much is tolerated, it hides nothing that is not.
/// </summary>
internal sealed class CsafLook
{
    private const int Most = 200;

    /// <summary>
    /// Mandatory tests whose failure does not hinder anyone from understanding the document: a wrong name of a weakness, a score that does not fit its
    /// vector. They are shown as warnings; everything else refuses the document.
    /// </summary>
    private static readonly HashSet<string> Tolerated =
    [
        .. new[] { "7", "8", "9", "10", "11", "12", "13", "14", "15", "17", "18", "19", "20", "21", "24", "25", "26", "27.1", "27.2", "27.3", "27.4", "27.5", "27.6", "27.7", "27.8", "27.9", "27.10", "27.11", "28", "29", "30", "31", "32", "33" }
            .Select(number => $"csaf-6.1.{number}").Append("csaf-uri"),
    ];

    private readonly List<Finding> _found = [];
    private int _refusing;

    public IReadOnlyList<Finding> Found => _found;

    /// <summary>The document cannot be taken.</summary>
    public bool Refuses => _refusing > 0;

    /// <summary>So much refuses it that looking further tells nobody more.</summary>
    public bool IsFull => _refusing >= Most;

    public static bool IsTolerated(Finding finding) => Tolerated.Contains(finding.Code);

    public void Add(string path, string code, string text, FindingLevel level = FindingLevel.Error)
    {
        var finding = StrictJson.Wrong(path, "csaf", code, text) with { Level = level };
        var refuses = level == FindingLevel.Error && !IsTolerated(finding);
        if ((refuses ? _refusing : _found.Count - _refusing) < Most)
        {
            _refusing += refuses ? 1 : 0;
            _found.Add(finding);
        }
    }
}

internal sealed partial record TextShape(string What, Func<string, bool>? Fits = null, string Code = "schema") : CsafShape
{
    public static readonly TextShape Any = new("text");
    public static readonly TextShape Url = new("an absolute address, with what RFC 3986 does not allow escaped", IsUrl, "uri");
    public static readonly TextShape Date = new("a date and time that exist, as 2026-01-31T10:00:00Z", IsDate, "date");
    public static readonly TextShape Version = new("a whole number or a semantic version", text => VersionPattern().IsMatch(text));
    public static readonly TextShape Hash = new("32 or more hexadecimal digits", text => text.Length >= 32 && text.All(char.IsAsciiHexDigit));
    public static readonly TextShape Cpe = new("a CPE name", text => ProductNames.IsCpe(text) || OldCpe().IsMatch(text));
    public static readonly TextShape Purl = new("a package URL", text => text.Length >= 7 && text.StartsWith("pkg:", StringComparison.Ordinal) && text.Contains('/', StringComparison.Ordinal));
    public static readonly TextShape Cve = new("a CVE identifier, as CVE-2026-12345", ProductNames.IsCve);
    public static readonly TextShape Cwe = new("a CWE identifier, as CWE-787", ProductNames.IsCwe);
    public static readonly TextShape Trimmed = new("text without space at its ends", text => text.Trim().Length == text.Length);

    public static TextShape OneOf(params string[] words) => new($"one of {string.Join(", ", words)}", words.Contains);

    public override void Look(JsonElement value, string path, CsafLook look)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (string.IsNullOrEmpty(text) || Fits?.Invoke(text) == false)
        {
            // What is no text at all can never be tolerated.
            look.Add(path, string.IsNullOrEmpty(text) ? "schema" : Code, $"Here stands {What}.");
        }
    }

    private static bool IsUrl(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out _) && text.All(letter => letter is > ' ' and < (char)127 && !"\"<>\\^`{|}".Contains(letter, StringComparison.Ordinal)) && !BadEscape().IsMatch(text)
            && text.Count(letter => letter == '#') <= 1 && (text.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var at) || text.IndexOfAny(['/', '?', '#'], at + 3) is not (> 0 and var end) || text.IndexOfAny(['[', ']'], end) < 0);

    public static bool IsDate(string text)
        => DatePattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) && read.Year >= 1970;

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,20})?([Zz]|[+-]\d{2}:\d{2})\z")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^((0|[1-9]\d*)|(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscape();

    [GeneratedRegex(@"^[cC][pP][eE]:/[AHOaho]?(:[A-Za-z0-9._\-~%]*){0,6}\z")]
    private static partial Regex OldCpe();
}

internal sealed record ListShape(CsafShape Item, int Least = 1, bool Unique = false) : CsafShape
{
    public override void Look(JsonElement value, string path, CsafLook look)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < Least)
        {
            look.Add(path, "schema", Least == 1 ? "Here stands a list of at least one." : $"Here stands a list of at least {Least}.");
            return;
        }

        var index = 0;
        var seen = Unique ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var item in value.EnumerateArray())
        {
            if (look.IsFull)
            {
                return;
            }

            Item.Look(item, StrictJson.At(path, index), look);
            if (seen?.Add(item.GetRawText()) == false)
            {
                look.Add(StrictJson.At(path, index), "schema", "This stands in the list already. Keep one.");
            }

            index++;
        }
    }
}

/// <summary>An object. What it need not have may be absent; what nobody knows is tolerated and kept.</summary>
internal sealed record ObjectShape(params (string Name, CsafShape Shape, bool Needed)[] Members) : CsafShape
{
    private readonly Dictionary<string, CsafShape> _known = Members.ToDictionary(member => member.Name, member => member.Shape, StringComparer.Ordinal);

    /// <summary>So many members at least and at most; of none nothing would be said.</summary>
    public int Least { get; init; } = 1;

    public int Most { get; init; } = int.MaxValue;

    /// <summary>Takes a member that is itself of the shape being made (branches within branches).</summary>
    public void Add(string name, CsafShape shape) => _known[name] = shape;

    public override void Look(JsonElement value, string path, CsafLook look)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            look.Add(path, "schema", "Here stands an object.");
            return;
        }

        if (value.EnumerateObject().Count() is var count && (count < Least || count > Most))
        {
            look.Add(path, "schema", count < Least ? $"Here stand at least {Least} members." : $"Here stand at most {Most} members.");
        }

        foreach (var member in Members.Where(member => member.Needed && !value.TryGetProperty(member.Name, out _)))
        {
            look.Add(StrictJson.At(path, member.Name), "schema", "This is missing.");
        }

        foreach (var member in value.EnumerateObject())
        {
            if (look.IsFull)
            {
                return;
            }

            if (_known.TryGetValue(member.Name, out var shape))
            {
                shape.Look(member.Value, StrictJson.At(path, member.Name), look);
            }
            else
            {
                look.Add(StrictJson.At(path, member.Name), "unknown-member", "CSAF 2.0 knows no such member here. It stays in the document as received and goes no further.", FindingLevel.Warning);
            }
        }
    }
}

/// <summary>Looked at elsewhere (CVSS objects).</summary>
internal sealed record AnyObject : CsafShape
{
    public override void Look(JsonElement value, string path, CsafLook look)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            look.Add(path, "schema", "Here stands an object.");
        }
    }
}
