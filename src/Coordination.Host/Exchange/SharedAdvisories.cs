using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;

namespace Coordination.Host.Exchange;

/// <summary>Advisories as partners know them: what was published of them and shared. They fetch it by TAXII; here is what they are told of it (<see cref="SharedAdvisoryNews"/>).</summary>
internal sealed class SharedAdvisories(IRows rows, StixPublisher publisher, PublicAddress address, TimeProvider clock)
{
    /// <summary>Those of these sharings that are of an advisory, by the stream of the sharing.</summary>
    public async Task<IReadOnlyDictionary<StreamId, SharedAdvisory>> FindAsync(IEnumerable<StreamId> sharings, CancellationToken cancellationToken)
    {
        var streams = sharings.Distinct().Where(stream => SharingKind.OriginOf(stream).Kind == "advisory").ToDictionary(stream => stream, stream => SharingKind.OriginOf(stream).Key);
        var found = await rows.FoundAsync(SharingKind.Table, streams.Keys.Select(stream => stream.Key), cancellationToken);
        var (lines, details) = (await rows.FoundAsync(AdvisoryKind.Lines, streams.Values, cancellationToken), await rows.FoundAsync(AdvisoryKind.Details, streams.Values, cancellationToken));
        return (from pair in streams
                let sharing = found.GetValueOrDefault(pair.Key.Key)
                let line = lines.GetValueOrDefault(pair.Value)
                let detail = details.GetValueOrDefault(pair.Value)
                where sharing is not null && line is not null && detail is not null
                select (pair.Key, Shared: new SharedAdvisory(sharing, line, detail.Value))).ToDictionary(one => one.Key, one => one.Shared);
    }

    public async Task<SharedAdvisory?> FindAsync(PartnerStanding partner, string advisory, CancellationToken cancellationToken)
        => (await FindAsync([SharingKind.Stream(partner.Id, new StreamId("advisory", advisory))], cancellationToken)).Values.SingleOrDefault();

    /// <summary>What the partner is told; null where it may not be told now. Of what holds no longer only which it was, under the label that it had for the partner.</summary>
    public PublicEventData? Data(string happened, PartnerStanding partner, SharedAdvisory shared)
    {
        var label = happened == PublicEvents.AdvisoryWithdrawn ? shared.Sharing.Value.Label : shared.Detail.Published?.Tlp;
        return !SharedAdvisoryNews.MayBeSent(happened, partner, shared, clock.GetUtcNow()) || label is not { } under ? null
            : new(
                shared.Line.Value.Number, under, LinkOf(partner, shared, under),
                Advisory: happened == PublicEvents.AdvisoryPublished && Disclosure.Outside(under) > Sight.Existence ? Summary(shared, shared.Detail.Published!) : null);
    }

    /// <summary>Nothing of a draft, and nothing of whom it was addressed to.</summary>
    private static AdvisorySummary Summary(SharedAdvisory shared, AdvisoryContent said)
    {
        var published = shared.Detail.Revisions is [.., var last] ? last.At : shared.Line.Value.PublishedAt;
        return new()
        {
            Id = AdvisoryId.Of(shared.Line.Id),
            Number = shared.Line.Value.Number,
            Version = shared.Sharing.Version,
            Title = said.Title,
            Status = AdvisoryStatus.Published,
            Severity = said.Severity,
            Tlp = said.Tlp,
            Revision = shared.Detail.Revisions.Length,
            Cves = [.. said.Vulnerabilities.Select(one => one.Cve).OfType<string>().Distinct()],
            UpdatedAt = published ?? shared.Sharing.Value.Terms.At,
            PublishedAt = published,
        };
    }

    /// <summary>The report in the partner's collection of that label.</summary>
    private string? LinkOf(PartnerStanding partner, SharedAdvisory shared, Tlp label)
        => TaxiiCollections.Of(partner).FirstOrDefault(one => one.Label == label) is { } collection
            ? $"{address.Value}{TaxiiEndpoints.Root}/collections/{collection.Id}/objects/{StixIds.Of("report", publisher.Own, shared.Line.Id)}/"
            : null;
}
