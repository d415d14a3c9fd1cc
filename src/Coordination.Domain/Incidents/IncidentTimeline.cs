using System.Globalization;
using Coordination.Contracts;

namespace Coordination.Domain.Incidents;

/// <summary>What happened to an incident, as a sentence. Names are left to the reader: <c>{person/…}</c> and <c>{institution/…}</c> stand for them, so that no name is kept.</summary>
public static class IncidentTimeline
{
    public static string Describe(IncidentEvent happened) => happened switch
    {
        IncidentOpened e => $"opened the incident: {e.Title} ({e.Severity}, {e.Classification}, {e.Tlp.Label()}{(e.TlpIsDefault ? " by default" : "")})",
        SightingsRecorded { Count: 1 } => "counted a sighting",
        SightingsRecorded e => string.Create(CultureInfo.InvariantCulture, $"counted {e.Count:N0} sightings"),
        CorrelationEnded => "ended the correlation window; the next sighting opens another incident",
        IncidentAcknowledged => "acknowledged the incident",
        IncidentAssigned { Owner: { } owner } => $"assigned the incident to {{person/{owner}}}",
        IncidentAssigned => "took the incident from its owner",
        SeverityChanged e => $"set the severity to {e.Severity}",
        ClassificationChanged e => $"classified the incident as {e.Classification}",
        TlpChanged e => $"labelled the incident {e.Tlp.Label()}",
        StatusChanged e => $"set the status to {e.Status}",
        IncidentRenamed e => $"renamed the incident: {e.Title}",
        NoteAdded => "added a note",
        PartnerSpoke e => $"took from {{partner/{e.Partner}}} under {e.Label.Label()}{(e.LabelIsDefault ? " by default" : "")}: {Article(e.Type)}",
        TaskAdded e => $"added task {e.Number}: {e.Title}",
        TaskMarked { Done: true } e => $"did task {e.Number}",
        TaskMarked e => $"took up task {e.Number} again",
        InstitutionAffected e => $"added {{institution/{e.Institution}}} as affected",
        InstitutionStatusChanged e => $"set the status of {{institution/{e.Institution}}} to {e.Status}",
        InstitutionAcknowledged e => $"{{institution/{e.Institution}}} acknowledged its notification",
        ObservablesAdded { Observables.Count: 1 } e => $"added the observable {e.Observables[0].Value}",
        ObservablesAdded e => $"added {e.Observables.Count} observables",
        IncidentRestricted e => $"restricted the incident to {string.Join(", ", e.To.Select(person => $"{{person/{person}}}"))}",
        IncidentRestrictionLifted => "lifted the restriction",
        IncidentShared e => $"shared the incident with {Named(e.Share.With)}{(e.Share.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "")}: {e.Share.Why}",
        ShareEnded e => string.Create(CultureInfo.InvariantCulture, $"ended share {e.Number}{(e.Why is { } because ? $": {because}" : "")}"),
        ConsentAsked or ConsentAnswered or ConsentWithdrawn or ConsentUnanswered => Consents.Describe(happened),
        AdvisoryReferred => "referred to an advisory",
        AdvisoryReferenceEnded => "no longer refers to an advisory",
        AttachmentAdded or AttachmentRemoved or AttachmentKeptAsSample or AttachmentScanAsked or AttachmentScanned or AttachmentContentDeleted => IncidentAttachments.Describe(happened),
        IncidentClosed e => $"closed the incident: {e.Reason}",
        IncidentReopened e => $"reopened the incident: {e.Reason}",
        IncidentHeld e => $"put the incident on legal hold: {e.Reason}",
        IncidentReleased e => $"released the legal hold: {e.Reason}",
        IncidentErasing => "began to erase the incident",
        _ => happened.GetType().Name,
    };

    private static string Article(string type) => $"{("aeio".Contains(type[0], StringComparison.Ordinal) ? "an" : "a")} {type}";

    /// <summary>The word of an audience as a name to be filled in.</summary>
    private static string Named(string word) => $"{{{word.Replace(':', '/')}}}";
}
