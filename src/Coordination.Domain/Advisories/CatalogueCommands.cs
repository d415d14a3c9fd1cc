using System.Globalization;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

[JsonDerivedType(typeof(OpenCatalogue), "open-catalogue")]
[JsonDerivedType(typeof(ImportListing), "import-listing")]
[JsonDerivedType(typeof(ImportScores), "import-scores")]
[JsonDerivedType(typeof(RecordScoresDeleted), "record-scores-deleted")]
[JsonDerivedType(typeof(FindAdvisories), "find-advisories")]
public abstract record CatalogueCommand : ICommand<CatalogueState, CatalogueEvent>
{
    public abstract Decision<CatalogueEvent> Decide(CatalogueState state, Context context);
}

/// <summary>Makes the stream under whose key scores are kept.</summary>
public sealed record OpenCatalogue(Catalogue Catalogue) : CatalogueCommand
{
    public override Decision<CatalogueEvent> Decide(CatalogueState state, Context context)
        => state.Catalogue is null ? new CatalogueOpened(Catalogue) : Decision<CatalogueEvent>.Nothing;
}

/// <summary>Imports a catalogue of exploited vulnerabilities. The same file on the same day changes nothing; one that is older, or lacks most of what is known, is refused: it would take away what still holds.</summary>
public sealed record ImportListing(KevCatalogue Catalogue, KevFile File) : CatalogueCommand
{
    public override Decision<CatalogueEvent> Decide(CatalogueState state, Context context)
    {
        if (File.Entries.Count == 0)
        {
            return CatalogueRefusals.Empty;
        }

        if (CatalogueRefusals.OfDate(File.Date, state.Date, context.Now) is { } refusal)
        {
            return refusal;
        }

        if (File.Sha256 == state.Sha256 && File.Date == state.Date)
        {
            return Decision<CatalogueEvent>.Nothing;
        }

        var named = File.Entries.Select(one => one.Cve).Concat(File.Unread).ToHashSet(StringComparer.Ordinal);
        string[] gone = [.. state.Entries.Keys.Where(cve => !named.Contains(cve))];
        if (CatalogueRefusals.OfGone(gone.Length, state.Entries.Count) is { } notWhole)
        {
            return notWhole;
        }

        KevEntry[] added = [.. File.Entries.Where(one => !state.Entries.ContainsKey(one.Cve))];
        KevEntry[] changed = [.. File.Entries.Where(one => state.Entries.TryGetValue(one.Cve, out var known) && known != one)];
        return new ListingImported(
            Catalogue == KevCatalogue.Cisa ? Contracts.Advisories.Catalogue.Cisa : Contracts.Advisories.Catalogue.Eu,
            File.Version, File.Date, File.Origin, File.Sha256, state.Entries.Count + added.Length - gone.Length, added, changed, gone);
    }
}

/// <summary>Imports scores whose content has been stored. As nobody takes a score back, fewer than half of what was known are a part of a file.</summary>
public sealed record ImportScores(ScoreFile File) : CatalogueCommand
{
    public override Decision<CatalogueEvent> Decide(CatalogueState state, Context context)
        => File.Count == 0 ? CatalogueRefusals.Empty
            : CatalogueRefusals.OfDate(File.Date, state.Date, context.Now) is { } refusal ? refusal
            : File.Sha256 == state.Sha256 && File.Date == state.Date ? Decision<CatalogueEvent>.Nothing
            : CatalogueRefusals.OfGone(state.Count - File.Count, state.Count) is { } notWhole ? notWhole
            : new ScoresImported(File);
}

/// <summary>The content of earlier scores has been deleted. It answers the message that ordered it.</summary>
public sealed record RecordScoresDeleted(string Content) : CatalogueCommand
{
    public override Decision<CatalogueEvent> Decide(CatalogueState state, Context context)
        => state.Content == Content ? Decision<CatalogueEvent>.Nothing : new ScoresDeleted(Content);
}

/// <summary>Looks which published advisories name what an import changed: after the import is written, so that none that is published meanwhile is missed by both.</summary>
/// <param name="Order">The version at which the import stands.</param>
public sealed record FindAdvisories(IReadOnlyList<string> Cves, long Order) : CatalogueCommand
{
    public override Decision<CatalogueEvent> Decide(CatalogueState state, Context context)
        => context.Lookups.Find(new AdvisoriesNaming(string.Join(' ', Cves))) is { Named: { Count: > 0 } named } ? new AdvisoriesFound(named, Order) : Decision<CatalogueEvent>.Nothing;
}

/// <summary>The published advisories that name any of these vulnerabilities.</summary>
/// <param name="Cves">Divided by spaces.</param>
public sealed record AdvisoriesNaming(string Cves) : Lookup<NamedVulnerabilities>;

/// <summary>Which advisory names which vulnerability.</summary>
public sealed record NamedVulnerabilities(IReadOnlyList<NamedBy> Named);

/// <summary>Why a catalogue is refused. The codes are stable.</summary>
public static class CatalogueRefusals
{
    /// <summary>Fewer than these may all go.</summary>
    private const int Few = 20;

    public static readonly Refusal Empty = new(RefusalKind.Invalid, "catalogue.empty", "The file names no vulnerability that could be read. Nothing was changed; look at the refused lines.");

    /// <summary>Neither older than what is known, nor of a day that is still to come: nothing could be imported until then.</summary>
    public static Refusal? OfDate(DateOnly date, DateOnly known, DateTimeOffset now)
        => date < known ? Older(date, known)
            : date > DateOnly.FromDateTime(now.UtcDateTime).AddDays(1) ? new(RefusalKind.Invalid, "catalogue.future", string.Create(CultureInfo.InvariantCulture, $"The file says to be of {date:yyyy-MM-dd}, which is still to come."))
            : null;

    private static Refusal Older(DateOnly date, DateOnly known) => new(
        RefusalKind.Conflict, "catalogue.older", string.Create(CultureInfo.InvariantCulture, $"The file is of {date:yyyy-MM-dd}, and what is known is of {known:yyyy-MM-dd}. Import a newer one."));

    /// <summary>A file that lacks most of what is known is not whole.</summary>
    public static Refusal? OfGone(int gone, int known) => gone > Few && gone > known / 2 ? MostGone(gone, known) : null;

    private static Refusal MostGone(int gone, int known) => new(
        RefusalKind.Conflict, "catalogue.most-gone",
        string.Create(CultureInfo.InvariantCulture, $"The file lacks {gone:N0} of {known:N0} vulnerabilities that are known. It is most likely not whole; nothing was changed. Fetch it again."));
}
