using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Advisories;

/// <summary>What an advisory says. Immutable: another text is another content. What is wrong with it says <see cref="AdvisoryFindings"/>.</summary>
public sealed record AdvisoryContent
{
    public required string Title { get; init; }

    /// <summary>What it is and why it matters, in a few sentences.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Technical details.</summary>
    public string? Details { get; init; }
    public Tlp Tlp { get; init; } = Tlp.Amber;

    /// <summary>How urgent it is, by human judgement; <see cref="AdvisorySeverity.Suggested"/> is a start.</summary>
    public Severity Severity { get; init; } = Severity.Medium;

    /// <summary>Whoever is told must answer, by <see cref="AnswerWithin"/>, and is chased until they do.</summary>
    public bool CallForAction { get; init; }

    /// <summary>By when an answer is due, counted from when the institution is addressed. A call for action needs it.</summary>
    public Deadline? AnswerWithin { get; init; }
    public IReadOnlyList<AdvisoryProduct> Products { get; init; } = [];
    public IReadOnlyList<Vulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>What to do, the most important first.</summary>
    public IReadOnlyList<RecommendedAction> Actions { get; init; } = [];

    /// <summary>What helps until then.</summary>
    public IReadOnlyList<Workaround> Workarounds { get; init; } = [];
    public IReadOnlyList<AdvisoryReference> References { get; init; } = [];

    /// <summary>Keywords.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The language it is written in (BCP 47), for example <c>en</c>.</summary>
    public string Language { get; init; } = "en";
}

/// <summary>A product that the advisory speaks of. Statuses, actions and workarounds name it by its <see cref="Id"/>.</summary>
public sealed record AdvisoryProduct
{
    /// <summary>Its name within this advisory, for example <c>P1</c> or the product id of a CSAF document.</summary>
    public required string Id { get; init; }
    public string? Vendor { get; init; }
    public required string Name { get; init; }

    /// <summary>Which versions: a range as <c>vers:generic/&lt;4.2.1</c>, one version, or words.</summary>
    public string? Versions { get; init; }

    /// <summary>CPE 2.3, formatted string.</summary>
    public string? Cpe { get; init; }

    /// <summary>Package URL.</summary>
    public string? Purl { get; init; }
}

/// <summary>A vulnerability, and what it means for each product.</summary>
public sealed record Vulnerability
{
    /// <summary>For example <c>CVE-2026-12345</c>; null where it has none (yet).</summary>
    public string? Cve { get; init; }

    /// <summary>Other names, each by the system that gives it, for example <c>GitHub</c> and <c>GHSA-…</c>.</summary>
    public IReadOnlyList<VulnerabilityName> OtherNames { get; init; } = [];
    public string? Title { get; init; }
    public string? Description { get; init; }
    public Weakness? Cwe { get; init; }

    /// <summary>CVSS 3.1 vector; its score is computed: <see cref="Cvss31"/>.</summary>
    public string? Cvss31 { get; init; }

    /// <summary>CVSS 4.0 as its source gives it.</summary>
    public Cvss40? Cvss40 { get; init; }
    public Epss? Epss { get; init; }

    /// <summary>The catalogues of exploited vulnerabilities that list it.</summary>
    public IReadOnlyList<KevMark> Kev { get; init; } = [];
    public IReadOnlyList<ProductStatus> Statuses { get; init; } = [];
}

/// <summary>A name of a vulnerability.</summary>
public sealed record VulnerabilityName(string System, string Name);

/// <summary>A weakness of the CWE list: <c>CWE-787</c> and its official name.</summary>
public sealed record Weakness(string Id, string Name);

/// <summary>CVSS 4.0: the score is taken from the source, never computed here.</summary>
public sealed record Cvss40(string Vector, decimal Score);

/// <summary>The probability of exploitation in the next 30 days, as FIRST gave it that day.</summary>
public sealed record Epss(decimal Score, DateOnly Date, decimal? Percentile = null);

/// <summary>Who keeps a catalogue of exploited vulnerabilities.</summary>
public enum KevCatalogue
{
    Cisa,
    Eu,
}

/// <summary>A catalogue lists the vulnerability as exploited.</summary>
/// <param name="Date">When the catalogue added it.</param>
/// <param name="Origin">Where this was read: the address or file of the catalogue, or the member that reported it.</param>
/// <param name="DueDate">By when the catalogue wants it mended.</param>
/// <param name="Ransomware">It is known to be used for ransomware.</param>
public sealed record KevMark(KevCatalogue Catalogue, DateOnly Date, string Origin, DateOnly? DueDate = null, bool Ransomware = false);

/// <summary>What a vulnerability means for a product.</summary>
public enum ProductState
{
    Affected,
    Fixed,
    NotAffected,
    UnderInvestigation,
}

/// <summary>What it means for one product.</summary>
/// <param name="Product">The product's id within the advisory.</param>
/// <param name="Why">For what is not affected: why.</param>
public sealed record ProductStatus(string Product, ProductState State, string? Why = null);

/// <summary>By when: a number of hours after the advisory was sent, or a day (its end, UTC). Exactly one is given.</summary>
public sealed record Deadline(int? Hours = null, DateOnly? Date = null)
{
    /// <summary>The moment it means when counting begins at <paramref name="from"/>.</summary>
    public DateTimeOffset After(DateTimeOffset from)
        => Date is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1) : from.AddHours(Hours ?? 0);
}

/// <summary>What sort of remedy an action is.</summary>
public enum ActionKind
{
    /// <summary>Install what the vendor has mended.</summary>
    VendorFix,

    /// <summary>Something else that takes the danger away or makes it smaller.</summary>
    Mitigation,

    /// <summary>There is no remedy yet.</summary>
    NoneAvailable,

    /// <summary>There will be none.</summary>
    NoFixPlanned,
}

/// <summary>Something to do.</summary>
public sealed record RecommendedAction(string Text, ActionKind Kind = ActionKind.VendorFix, Deadline? Deadline = null, string? Url = null)
{
    /// <summary>Ids of the products it is for; none: all.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];
}

/// <summary>Something that helps until the remedy is in place.</summary>
public sealed record Workaround(string Text)
{
    /// <summary>Ids of the products it is for; none: all.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];
}

/// <summary>Whose document a reference leads to.</summary>
public enum ReferenceKind
{
    External,

    /// <summary>This advisory itself, elsewhere.</summary>
    Self,
}

/// <summary>Where more is said.</summary>
public sealed record AdvisoryReference(string Url, string Summary, ReferenceKind Kind = ReferenceKind.External);
