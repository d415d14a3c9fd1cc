using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>What is shown of a catalogue.</summary>
public sealed record CatalogueRow(Catalogue Catalogue, string? Version, DateOnly Date, string Origin, string Sha256, int Count, DateTimeOffset ImportedAt, string ImportedBy, string? Content, long Size);

/// <summary>A vulnerability in a catalogue of exploited ones.</summary>
public sealed record KevRow(KevCatalogue Catalogue, KevEntry Entry);

/// <summary>Catalogues: one for each publisher.</summary>
public sealed class CatalogueKind : Kind<CatalogueState, CatalogueCommand, CatalogueEvent>
{
    public static readonly CatalogueKind Instance = new();

    public static readonly RowTable<CatalogueRow> Table = new("catalogue_row", []);

    public static readonly RowTable<KevRow> Listed = new("exploited_row",
    [
        RowTable<KevRow>.Text("cve", row => row.Entry.Cve),
        RowTable<KevRow>.Number("catalogue", row => row.Catalogue),
    ])
    { Indexes = ["cve", "catalogue"] };

    public override string Name => "catalogue";

    public override CatalogueState Empty => CatalogueState.Empty;

    public static StreamId Stream(Catalogue catalogue) => new("catalogue", KeyOf(catalogue));

    /// <summary>Its row's id.</summary>
    public static string KeyOf(Catalogue catalogue) => catalogue switch
    {
        Catalogue.Cisa => "cisa",
        Catalogue.Eu => "eu",
        _ => "epss",
    };

    public static KevCatalogue? ListingOf(Catalogue catalogue) => catalogue switch
    {
        Catalogue.Cisa => KevCatalogue.Cisa,
        Catalogue.Eu => KevCatalogue.Eu,
        _ => null,
    };

    public override CatalogueState Apply(CatalogueState state, Recorded<CatalogueEvent> recorded) => state.Apply(recorded);

    public override Effects React(StreamId stream, CatalogueState before, IReadOnlyList<Recorded<CatalogueEvent>> events, CatalogueState after)
        => Reactions.OfCatalogue(stream, before, events, after);

    public override IEnumerable<Lookup> Needs(CatalogueState state, CatalogueCommand command)
        => command is FindAdvisories find ? [new AdvisoriesNaming(string.Join(' ', find.Cves))] : [];

    public override IEnumerable<RowChange> Rows(StreamId stream, CatalogueState before, Recorded<CatalogueEvent> recorded, CatalogueState after)
    {
        if (recorded.Event is ListingImported or ScoresImported)
        {
            yield return Table.Put(stream.Key, new(
                after.Catalogue!.Value, after.Version, after.Date, after.Origin, after.Sha256, after.Count, after.ImportedAt, after.ImportedBy, after.Content, after.Size));
        }

        if (recorded.Event is ListingImported imported && ListingOf(imported.Catalogue) is { } catalogue)
        {
            foreach (var entry in imported.Added.Concat(imported.Changed))
            {
                yield return Listed.Put($"{stream.Key}.{entry.Cve}", new(catalogue, entry));
            }

            foreach (var cve in imported.Gone)
            {
                yield return Listed.Remove($"{stream.Key}.{cve}");
            }
        }
    }
}
