using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;

namespace Coordination.Connectors.Catalogues;

/// <summary>What a file of a catalogue holds, line by line: what was taken, and why what was not.</summary>
public sealed class ReadCatalogue(Catalogue catalogue)
{
    private readonly Dictionary<string, KevEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private readonly List<RefusedLine> _refused = [];

    public Catalogue Catalogue => catalogue;

    /// <summary>As its publisher counts.</summary>
    public string? Version { get; internal set; }

    /// <summary>Of what day it says to be; null where it does not say.</summary>
    public DateOnly? Date { get; internal set; }

    public IReadOnlyCollection<KevEntry> Entries => _entries.Values;

    /// <summary>Scores, where it is a file of them.</summary>
    public EpssTable? Scores { get; internal set; }

    /// <summary>Vulnerabilities whose lines were refused.</summary>
    public IReadOnlyCollection<string> Unread => _unread;

    /// <summary>The first refused lines.</summary>
    public IReadOnlyList<RefusedLine> Refused => _refused;

    public int RefusedCount { get; private set; }

    public int Count => Scores?.Count ?? _entries.Count;

    internal void Take(int line, KevEntry entry)
    {
        if (!_entries.TryAdd(entry.Cve, entry))
        {
            Refuse(line, "duplicate", $"{entry.Cve} stands here a second time. The first is taken.");
        }
    }

    internal void Refuse(int line, string code, string detail, string? cve = null)
    {
        RefusedCount++;
        if (_refused.Count < CatalogueImport.MostTold)
        {
            _refused.Add(new(line, code, detail));
        }

        if (cve is not null && ProductNames.IsCve(cve))
        {
            _unread.Add(cve);
        }
    }
}

/// <summary>The fields of one vulnerability as a file has them, read strictly.</summary>
/// <param name="dates">How the catalogue writes days.</param>
internal sealed class KevFields(int line, ReadCatalogue into, string dates, Func<string, string?> text)
{
    private bool _wrong;

    public string? Cve { get; } = text("cveID");

    public bool Wrong => _wrong;

    public void Refuse(string code, string detail)
    {
        // One reason is enough to look at the line.
        if (!_wrong)
        {
            into.Refuse(line, code, detail, Cve);
        }

        _wrong = true;
    }

    public string Needed(string name, int most = 5_000)
    {
        var found = text(name)?.Trim() ?? "";
        if (found.Length == 0)
        {
            Refuse("missing", $"The field {name} is missing or empty.");
        }
        else if (found.Length > most)
        {
            Refuse("too-long", string.Create(CultureInfo.InvariantCulture, $"The field {name} has {found.Length:N0} characters; at most {most:N0} are taken."));
        }

        return found;
    }

    public string CveId()
    {
        var cve = Needed("cveID", 30);
        if (!Wrong && !ProductNames.IsCve(cve))
        {
            Refuse("cve", "The field cveID is no CVE identifier such as CVE-2026-12345.");
        }

        return cve;
    }

    public DateOnly Day(string name)
    {
        var found = Needed(name, 40);
        if (!Wrong && (!DateOnly.TryParseExact(found, dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1999 or > 2200))
        {
            Refuse("date", $"The field {name} is no day that exists, written as {dates.ToUpperInvariant()}.");
        }

        return DateOnly.TryParseExact(found, dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : default;
    }
}

/// <summary>Why a file is refused whole. The codes are stable.</summary>
internal static class CatalogueFileRefusals
{
    public static readonly Refusal Encoding = Of("encoding", "The file is not UTF-8. Fetch it again from its publisher.");
    public static readonly Refusal Unknown = Of("unknown", "This is none of the catalogues that are known: CISA KEV (JSON or CSV), EU KEV (JSON), EPSS (CSV), each also as .gz.");
    public static readonly Refusal Deep = Of("depth", "Objects and lists stand deeper within one another than a catalogue has them.");
    public static readonly Refusal Packed = Of("packed", "The file cannot be unpacked, or is too large when it is.");
    public static readonly Refusal NoList = Of("version", "There is no list named vulnerabilities. This is no CISA KEV catalogue, or one of a version that is not known.");
    public static readonly Refusal TooMany = Of("too-many", string.Create(CultureInfo.InvariantCulture, $"A catalogue of exploited vulnerabilities has at most {KevJson.Most:N0} of them. This is none."));
    public static readonly Refusal NoScoreDate = Of("version", "The first line must say model and day, as #model_version:v2026.01.01,score_date:2026-11-30T00:00:00Z, and the next cve,epss,percentile. This is no EPSS file, or one of a version that is not known.");
    public static readonly Refusal TooManyScores = Of("too-many", string.Create(CultureInfo.InvariantCulture, $"An EPSS file has at most {EpssCsv.Most:N0} lines. This is none."));

    public static Refusal Json(long line, long at) => Of("json", string.Create(CultureInfo.InvariantCulture, $"This is not valid JSON: line {line}, byte {at}. Was it fetched whole?"));

    public static Refusal Duplicate(string name) => Of("duplicate-key", $"The name {OneLine.Of(name, 60)} stands twice at the top. Readers would differ in which they believe.");

    public static Refusal Count(int said, int found) => Of("count", string.Create(CultureInfo.InvariantCulture, $"The file says that it has {said:N0} vulnerabilities, and it has {found:N0}. It is not whole; fetch it again."));

    public static Refusal Header(string column) => Of("version", $"The column {column} is missing. This is no CISA KEV catalogue, or one of a version that is not known.");

    public static Refusal Quote(int line) => Of("quote", string.Create(CultureInfo.InvariantCulture, $"In line {line} a quotation mark is opened and not closed before the next comma or line end. What follows would be lost; fetch the file again."));

    public static Refusal Other(Catalogue asked, Catalogue found) => Of("other", $"This is {NameOf(found)} and not {NameOf(asked)}.");

    private static string NameOf(Catalogue catalogue) => catalogue switch
    {
        Catalogue.Cisa => "the catalogue of CISA",
        Catalogue.Eu => "the catalogue of the EU",
        _ => "a file of EPSS scores",
    };

    private static Refusal Of(string code, string detail) => new(RefusalKind.Invalid, $"catalogue.{code}", detail);
}
