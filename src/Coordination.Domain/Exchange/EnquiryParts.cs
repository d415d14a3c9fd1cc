using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;

namespace Coordination.Domain.Exchange;

/// <summary>Who sees what of a request. How far someone sees the incident that it is about is decided by <see cref="Disclosure"/>, and so is what a partner may have.</summary>
public static class EnquiryParts
{
    /// <summary>
    /// Whether this viewer may know of it: of partners the one whom it concerns, of ours who reads cases, and about an incident who sees all of that.
    /// What we wrote to a partner, it sees only as long as it may have it; what it wrote, it knows. Of an exercise nothing leaves, so no partner sees a request of one.
    /// </summary>
    /// <param name="about">The incident that it is about; null where it is about none, or there is none any more.</param>
    public static bool Shows(Viewer viewer, EnquiryRow row, IncidentRow? about, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return viewer.Partner is { } partner
            ? Rights.Has(viewer, Right.Exchange) && partner.Id == row.Partner && !row.Exercise && (row.Direction == EnquiryDirection.FromPartner || partner.MayHave(row.Tlp, now))
            : Rights.Has(viewer, Right.ReadCases) && (row.About is null || (about is not null && Disclosure.Of(viewer, about, now) == Sight.All));
    }

    /// <summary>Whether this viewer, who sees the request, sees a message of it.</summary>
    public static bool ShowsMessage(Viewer viewer, EnquiryMessageRow message, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(message);
        return viewer.Partner is not { } partner || message.Side == EnquirySide.Theirs || partner.MayHave(message.Tlp, now);
    }

    /// <summary>Whether this viewer, who sees the request, is told what came of it. That bears the label of the request: a partner that asked under one which it may not have itself knows only what it wrote.</summary>
    public static bool ShowsOutcome(Viewer viewer, EnquiryRow row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return viewer.Partner is not { } partner || (row is { Status: EnquiryStatus.Withdrawn, Direction: EnquiryDirection.FromPartner }) || partner.MayHave(row.Tlp, now);
    }

    /// <summary>How much of the incident this viewer, who sees the request, is told: its number needs that they see it exists.</summary>
    public static Sight OfIncident(Viewer viewer, IncidentRow about, DateTimeOffset now) => Disclosure.Of(viewer, about, now);

    /// <summary>Whether a webhook may name the incident: its own label counts, and the request may bear a laxer one.</summary>
    public static bool NamesOutside(IncidentRow about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return Disclosure.Outside(about.Tlp) > Sight.Existence;
    }
}
