namespace Coordination.Contracts.Advisories;

/// <summary>What others publish on which vulnerabilities are exploited, or will be.</summary>
public enum Catalogue
{
    /// <summary>Known exploited vulnerabilities of CISA.</summary>
    Cisa,

    /// <summary>Known exploited vulnerabilities of the EU.</summary>
    Eu,

    /// <summary>The exploit prediction scores of FIRST.</summary>
    Epss,
}

/// <summary>A catalogue as it was imported last.</summary>
/// <param name="Count">How many vulnerabilities it names.</param>
/// <param name="Version">As its publisher counts; null where it does not.</param>
/// <param name="Date">Of what day it is: as it says itself, else the day of the import.</param>
/// <param name="Origin">The file or address that it came from.</param>
/// <param name="ImportedBy">Who imported it, as text to show.</param>
public sealed record CatalogueView(Catalogue Catalogue, int Count, string? Version, DateOnly Date, string Origin, DateTimeOffset ImportedAt, string ImportedBy);

/// <summary>Has the server fetch a catalogue from an address.</summary>
/// <param name="Address">An https address.</param>
/// <param name="DryRun">Say what would change, and change nothing.</param>
/// <param name="Catalogue">Which it must be; without it what it is decides.</param>
public sealed record FetchCatalogueRequest(string Address, bool DryRun = false, Catalogue? Catalogue = null);

/// <summary>What an import changed, or would change.</summary>
public sealed record CatalogueImport
{
    /// <summary>The largest file, in bytes, as it is sent or fetched.</summary>
    public const int MaxBytes = 25 * 1024 * 1024;

    /// <summary>How many refused lines are told at most; all are counted.</summary>
    public const int MostTold = 100;

    public required Catalogue Catalogue { get; init; }
    public bool DryRun { get; init; }
    public string? Version { get; init; }
    public required DateOnly Date { get; init; }
    public required string Origin { get; init; }

    /// <summary>How many vulnerabilities the file names that could be read.</summary>
    public required int Count { get; init; }
    public required int Added { get; init; }
    public required int Changed { get; init; }

    /// <summary>How many are no longer in it.</summary>
    public required int Gone { get; init; }
    public required int RefusedCount { get; init; }

    /// <summary>The first lines that were refused, each with the reason.</summary>
    public IReadOnlyList<RefusedLine> Refused { get; init; } = [];
}

/// <summary>A line or an item that cannot be taken.</summary>
/// <param name="Line">The line of the file in which it begins, from 1.</param>
/// <param name="Code">Stable.</param>
/// <param name="Detail">What is wrong, and what to do.</param>
public sealed record RefusedLine(int Line, string Code, string Detail);

/// <summary>What the catalogues say of one vulnerability today.</summary>
/// <param name="Listed">Those that list it as exploited.</param>
/// <param name="Scored">Its score; null where there is none.</param>
public sealed record KnownVulnerability(string Cve, IReadOnlyList<ListedView> Listed, ScoredView? Scored = null);

/// <summary>A catalogue lists a vulnerability as exploited.</summary>
/// <param name="AsOf">The day of the catalogue that says so.</param>
/// <param name="Name">How the catalogue calls it.</param>
public sealed record ListedView(KevMark Mark, DateOnly AsOf, string? Name = null);

/// <summary>An exploit prediction score, and where it was read.</summary>
public sealed record ScoredView(Epss Epss, string Origin);
