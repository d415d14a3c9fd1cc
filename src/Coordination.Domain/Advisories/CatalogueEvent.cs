using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>All that can happen to a catalogue.</summary>
[JsonDerivedType(typeof(CatalogueOpened), "catalogue-opened")]
[JsonDerivedType(typeof(ListingImported), "listing-imported")]
[JsonDerivedType(typeof(ScoresImported), "scores-imported")]
[JsonDerivedType(typeof(ScoresDeleted), "scores-deleted")]
[JsonDerivedType(typeof(AdvisoriesFound), "advisories-found")]
public abstract record CatalogueEvent;

/// <summary>There is a stream, and with it a key for contents.</summary>
public sealed record CatalogueOpened(Catalogue Catalogue) : CatalogueEvent;

/// <summary>A catalogue of exploited vulnerabilities was imported: what it changed, not the whole of it.</summary>
/// <param name="Count">How many it lists.</param>
public sealed record ListingImported(
    Catalogue Catalogue, string? Version, DateOnly Date, string Origin, string Sha256, int Count, IReadOnlyList<KevEntry> Added, IReadOnlyList<KevEntry> Changed, IReadOnlyList<string> Gone) : CatalogueEvent;

/// <summary>Scores were imported. They are kept as a content and not here: a third of a million of them change every day.</summary>
public sealed record ScoresImported(ScoreFile File) : CatalogueEvent;

/// <summary>The content of earlier scores is gone.</summary>
public sealed record ScoresDeleted(string Content) : CatalogueEvent;

/// <summary>Published advisories name vulnerabilities that an import listed, or no longer listed.</summary>
/// <param name="Order">The version of the catalogue's stream at which the import stands.</param>
public sealed record AdvisoriesFound(IReadOnlyList<NamedBy> Named, long Order) : CatalogueEvent;

/// <summary>An advisory names a vulnerability.</summary>
public sealed record NamedBy(AdvisoryId Advisory, string Cve);

/// <summary>A catalogue as decisions need it.</summary>
public sealed record CatalogueState
{
    public static readonly CatalogueState Empty = new();

    public Catalogue? Catalogue { get; init; }
    public string? Version { get; init; }
    public DateOnly Date { get; init; }
    public string Origin { get; init; } = "";
    public string Sha256 { get; init; } = "";
    public int Count { get; init; }
    public ImmutableSortedDictionary<string, KevEntry> Entries { get; init; } = ImmutableSortedDictionary<string, KevEntry>.Empty;

    /// <summary>The content that holds the scores, and its bytes.</summary>
    public string? Content { get; init; }
    public long Size { get; init; }
    public DateTimeOffset ImportedAt { get; init; }
    public string ImportedBy { get; init; } = "";

    public CatalogueState Apply(Recorded<CatalogueEvent> recorded) => recorded.Event switch
    {
        CatalogueOpened e => this with { Catalogue = e.Catalogue },
        ListingImported e => this with
        {
            Catalogue = e.Catalogue,
            Version = e.Version,
            Date = e.Date,
            Origin = e.Origin,
            Sha256 = e.Sha256,
            Count = e.Count,
            Entries = Entries.RemoveRange(e.Gone).SetItems(e.Added.Concat(e.Changed).Select(one => KeyValuePair.Create(one.Cve, one))),
            ImportedAt = recorded.At,
            ImportedBy = recorded.Actor.Value,
        },
        ScoresImported { File: var file } => this with
        {
            Catalogue = Contracts.Advisories.Catalogue.Epss,
            Version = file.Version,
            Date = file.Date,
            Origin = file.Origin,
            Sha256 = file.Sha256,
            Count = file.Count,
            Content = file.Content,
            Size = file.Size,
            ImportedAt = recorded.At,
            ImportedBy = recorded.Actor.Value,
        },
        _ => this,
    };
}
