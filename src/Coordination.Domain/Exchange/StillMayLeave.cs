using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Incidents;

namespace Coordination.Domain.Exchange;

/// <summary>
/// Whether an object that lies ready for a partner may leave at this moment: asked by every door through which such objects go, before it pages. What has changed since it was laid ready counts, even where the
/// withdrawal that follows from it is still on its way.
/// </summary>
public static class StillMayLeave
{
    /// <summary>What tells of a case and not of what is to be looked for: indicators, and what was observed, are agreed on by themselves.</summary>
    private static readonly string[] OfTheCase = ["incident", "grouping", "report", "note", "identity", "relationship", "vulnerability", "marking-definition"];

    /// <summary>An object that tells of an incident.</summary>
    /// <param name="incident">Null where it is gone.</param>
    public static bool OfIncident(PartnerStanding partner, SharedObject what, IncidentRow? incident, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(what);
        if (!partner.MayHave(what.Label, now))
        {
            return false;
        }

        // That something holds no longer tells nothing of it, and must be heard by who has it.
        if (what.Revokes)
        {
            return true;
        }

        var viewer = new Viewer(null, Role.Partner, Partner: partner);
        return (partner.Exchanges(PartnerTopic.Indicators) || OfTheCase.Contains(what.Type))
            && incident is { Exercise: false } && what.Label >= incident.Tlp && Disclosure.Of(viewer, incident, now) >= Sight.Summary
            && what.Reveals.All(institution => Disclosure.Reveals(viewer, incident.Consents, institution, now));
    }

    /// <summary>An answer to what the partner itself gave: it rests on nothing but how the exchange stands, and the label.</summary>
    public static bool OfAnswer(PartnerStanding partner, SharedObject what, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(what);
        return partner.MayHave(what.Label, now);
    }

    /// <summary>An object that tells of a published advisory. Word of it is judged by <see cref="SharedAdvisoryNews"/>.</summary>
    /// <param name="sharing">The sharing on which it rests; null where it is gone.</param>
    /// <param name="advisory">Null where it is gone.</param>
    /// <param name="published">What was published of it last: a draft that is stricter is not yet said, and may never be.</param>
    public static bool OfAdvisory(PartnerStanding partner, SharedObject what, SharingRow? sharing, AdvisoryRow? advisory, AdvisoryContent? published, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(what);
        return partner.MayHave(what.Label, now)
            && (what.Revokes
                || (partner.Exchanges(PartnerTopic.Advisories) && sharing?.Lasts(now) == true && advisory is { Status: AdvisoryStatus.Published, Exercise: false } && what.Label >= published?.Tlp));
    }
}
