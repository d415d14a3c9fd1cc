using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Advisories;

/// <summary>What happened to an advisory, as a sentence. Names are left to the reader.</summary>
public static class AdvisoryTimeline
{
    public static string Describe(AdvisoryEvent happened) => happened switch
    {
        AdvisoryDrafted e => $"began the advisory: {e.Content.Title}",
        AdvisoryEdited => "edited the draft",
        RecipientsAdded { Recipients: [var only] } => $"chose {{institution/{only.Institution}}} as a recipient",
        RecipientsAdded e => string.Create(CultureInfo.InvariantCulture, $"chose {e.Recipients.Count:N0} recipients"),
        RecipientsRemoved { Institutions: [var only] } => $"took {{institution/{only}}} out of the recipients",
        RecipientsRemoved e => string.Create(CultureInfo.InvariantCulture, $"took {e.Institutions.Count:N0} recipients out"),
        RecipientsProposed e => string.Create(CultureInfo.InvariantCulture, $"matched {e.Recipients.Count:N0} institutions"),
        AdvisorySubmitted => "asked for a review",
        AdvisoryReturned e => $"gave the draft back: {e.Reason}",
        AdvisoryPublished e => string.Create(
            CultureInfo.InvariantCulture, $"published revision {e.Revision} under {e.Content.Tlp.Label()} to {Recipients.Told(e.Recipients).Count():N0} institutions: {e.Summary}"),
        RevisionBegun => "began a revision",
        RevisionDiscarded => "threw the revision away",
        AdvisoryWithdrawn e => $"withdrew the advisory: {e.Reason}",
        IncidentReferred => "is referred to by an incident",
        IncidentReferenceEnded => "is no longer referred to by an incident",
        AlertReferred => "is referred to by an alert",
        AlertReferenceEnded => "is no longer referred to by an alert",
        ListingChanged { Mark: { } mark } e => string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Cve} is exploited: {Name(e.Catalogue)} lists it since {mark.Date:yyyy-MM-dd}{(mark.DueDate is { } due ? $", to be mended by {due:yyyy-MM-dd}" : "")}{(mark.Ransomware ? ", used for ransomware" : "")}"),
        ListingChanged e => $"{Name(e.Catalogue)} no longer lists {e.Cve} as exploited",
        _ => AdvisoryAttachments.Describe(happened),
    };
    private static string Name(KevCatalogue catalogue) => catalogue == KevCatalogue.Cisa ? "CISA KEV" : "EU KEV";
}
