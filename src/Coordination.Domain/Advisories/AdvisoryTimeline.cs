using System.Globalization;
using Coordination.Contracts;

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
        _ => happened.GetType().Name,
    };
}
