using System.Globalization;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What happens to advisories, as partners hear it: once they lie ready for them, with each revision and correction, and when that holds no longer. What of a sharing was made by itself is no news.</summary>
internal sealed class SharedAdvisoryHappenings(SharedAdvisories advisories) : IHappenings
{
    public bool Tells(FeedEntry entry) => entry.Stream.Kind == "sharing" && entry.Type == "sharing-made" && SharingKind.OriginOf(entry.Stream).Kind == "advisory";

    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken)
    {
        if (!all.Any(one => one.Viewer.Partner is not null))
        {
            return [];
        }

        var found = await advisories.FindAsync(entries.Select(entry => entry.Stream), cancellationToken);
        return [.. from one in all
                   where one.Viewer.Partner is not null
                   from pair in found
                   where pair.Value.Sharing.Value.Partner == one.Viewer.Partner!.Id
                   from webhook in Heard(one, one.Viewer.Partner!, pair.Key, pair.Value)
                   select webhook];
    }

    /// <summary>The feed does not say what was made: each telling and each revision is an event once, whenever it is looked at.</summary>
    private IEnumerable<NewWebhook> Heard(Listening one, PartnerStanding partner, StreamId stream, SharedAdvisory shared)
    {
        var (sharing, subject) = (shared.Sharing.Value, new StreamId(shared.Sharing.Value.Origin));
        if (sharing is { Said: { } said, State: SharingState.Shared } && advisories.MayHearNews(partner, shared))
        {
            var at = shared.Detail.Revisions is [.., var last] && last.At > said.At ? last.At : said.At;
            if (one.Hears(PublicEvents.AdvisoryPublished, at) && Holds(one.Filter, shared))
            {
                yield return one.Hear(PublicEvents.AdvisoryPublished, stream, string.Create(CultureInfo.InvariantCulture, $"said {said.Version} revision {shared.Detail.Revisions.Length}"), at, subject);
            }
        }

        // What is over is heard whatever it was: a filter would keep it from who was told before its severity or label changed.
        if (sharing.TakenBack is { } back && one.Hears(PublicEvents.AdvisoryWithdrawn, back.At) && advisories.MayHearRecall(partner, shared))
        {
            yield return one.Hear(PublicEvents.AdvisoryWithdrawn, stream, back.Version.ToString(CultureInfo.InvariantCulture), back.At, subject);
        }
    }

    private static bool Holds(string? filter, SharedAdvisory shared)
        => filter is null || (shared.Detail.Published is { } said && SubscriberFilter.Holds(Query.Parse(filter, QuerySubject.Advisories).Query, said.Severity, said.Tlp));
}
