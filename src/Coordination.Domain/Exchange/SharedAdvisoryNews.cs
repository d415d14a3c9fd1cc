using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>An advisory and how it is shared with one partner.</summary>
public sealed record SharedAdvisory(Row<SharingRow> Sharing, Row<AdvisoryRow> Line, AdvisoryDetailRow Detail);

/// <summary>
/// What a partner hears of an advisory that is shared with it: that it lies ready, or was revised or corrected, and that what was said holds no longer. Asked when something was made of the sharing, and once
/// more when word of it is sent.
/// </summary>
public static class SharedAdvisoryNews
{
    /// <summary>What of this is news to the partner; null where it is none. The journal does not say what was made: each telling and each revision is an event once.</summary>
    /// <param name="filter">What its subscription asks for.</param>
    public static News? Of(Happened what, PartnerStanding partner, SharedAdvisory shared, string? filter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(what);
        return !MayBeSent(what.Event, partner, shared, now) ? null : what.Event == PublicEvents.AdvisoryWithdrawn ? Withdrawn(shared) : Published(shared, filter);
    }

    /// <summary>Whether word of it may be sent now. It may while what lies ready is made anew: should something else come of that, it is told by itself.</summary>
    public static bool MayBeSent(string name, PartnerStanding partner, SharedAdvisory shared, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(shared);
        var (sharing, line) = (shared.Sharing.Value, shared.Line.Value);
        return name == PublicEvents.AdvisoryWithdrawn
            // Like a revocation it says nothing else, and may be heard by whoever might have what was said.
            ? !line.Exercise && sharing is { TakenBack: not null, Label: { } label } && partner.MayHave(label, now)
            : sharing.Said is not null && sharing.Lasts(now) && line.Status == AdvisoryStatus.Published && shared.Detail.Published is { } published
                && PartnerDisclosure.RefuseAdvisory(partner, published.Tlp, line.Exercise, now) is null;
    }

    /// <summary>Whether the partner may know which advisory it heard of.</summary>
    public static bool MayKnow(PartnerStanding partner, SharedAdvisory shared, DateTimeOffset now)
        => MayBeSent(PublicEvents.AdvisoryPublished, partner, shared, now) || MayBeSent(PublicEvents.AdvisoryWithdrawn, partner, shared, now);

    /// <summary>It is news only once it lies ready: while that is made anew, nobody knows yet what will. A filter asks of what was published, never of a draft.</summary>
    private static News? Published(SharedAdvisory shared, string? filter)
    {
        var (said, revisions, published) = (shared.Sharing.Value.Said!, shared.Detail.Revisions, shared.Detail.Published!);
        return shared.Sharing.Value.State == SharingState.Shared && SubscriberFilter.Holds(filter, QuerySubject.Advisories, Sight.Summary, published.Severity, published.Tlp)
            ? new(PublicEvents.AdvisoryPublished, string.Create(CultureInfo.InvariantCulture, $"said {said.Version} revision {revisions.Length}"), revisions is [.., var last] && last.At > said.At ? last.At : said.At)
            : null;
    }

    /// <summary>What is over is heard whatever it was: a filter would keep it from who was told before its severity or label changed.</summary>
    private static News Withdrawn(SharedAdvisory shared) => new(PublicEvents.AdvisoryWithdrawn, shared.Sharing.Value.TakenBack!.Version.ToString(CultureInfo.InvariantCulture), shared.Sharing.Value.TakenBack.At);
}
