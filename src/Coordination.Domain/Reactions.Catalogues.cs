using Coordination.Contracts.Attachments;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>Catalogues: which advisories hear of them, and what of them is no longer kept.</content>
public static partial class Reactions
{
    /// <summary>What an import listed, or no longer lists, is told to the published advisories that name it; scores that were replaced are deleted.</summary>
    public static Effects OfCatalogue(StreamId stream, CatalogueState before, IReadOnlyList<Recorded<CatalogueEvent>> events, CatalogueState after)
    {
        var arm = new List<Armed>();
        foreach (var recorded in events)
        {
            switch (recorded.Event)
            {
                case ListingImported e when e.Added.Count + e.Gone.Count > 0:
                    arm.Add(To(stream, (CatalogueCommand)new FindAdvisories([.. e.Added.Select(one => one.Cve), .. e.Gone], recorded.Version), Priority.HandOff));
                    break;
                case AdvisoriesFound e when CatalogueKind.ListingOf(after.Catalogue!.Value) is { } catalogue:
                    arm.AddRange(e.Named.Select(one => To(
                        AdvisoryKind.Stream(one.Advisory),
                        (AdvisoryCommand)new RecordListing(catalogue, one.Cve, after.Entries.GetValueOrDefault(one.Cve)?.MarkOf(catalogue, after.Origin), e.Order),
                        Priority.HandOff)));
                    break;
                case ScoresImported when before.Content is { } old:
                    arm.Add(To(new StreamId("discard", old), new DiscardOrder(stream.Value, AttachmentId.Of(old), old), Priority.Bulk));
                    break;
            }
        }

        return new() { Arm = arm };
    }
}
