using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Connectors.Stix.Model;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Stix;

/// <summary>
/// Writes incidents and advisories as bundles of STIX 2.1. Who may see what was decided before; here all of it is written. The same share gives the same
/// bytes, and each thing has the same id in every share, so that a repeated, corrected or forwarded one is recognised.
/// </summary>
/// <param name="version">Which markings recipients know.</param>
public sealed class StixProducer(StixPublisher publisher, TlpVersion version = TlpVersion.Two)
{
    /// <summary>Under another name, contact or marking it is another identity: it has no versions, and one version never says two things.</summary>
    private readonly StixIdentity _self = new()
    {
        Id = StixIds.Of("identity", publisher.Own, $"self/{publisher.Name}/{publisher.Contact}{(version == TlpVersion.Two ? "" : $"/{version}")}"),
        Created = StixTime.Of(publisher.Since),
        Modified = StixTime.Of(publisher.Since),
        Name = publisher.Name,
        IdentityClass = "organization",
        ContactInformation = publisher.Contact,
        ObjectMarkingRefs = [StixLabels.IdOf(Tlp.Clear, version)],
    };

    /// <summary>The id of our own identity.</summary>
    public string Self => _self.Id;

    /// <summary>The id under which an incident is known outside.</summary>
    public string IdOf(IncidentId incident) => StixIds.Of("incident", publisher.Own, incident.Value);

    /// <summary>The bundle of an incident.</summary>
    public StixWritten Incident(IncidentShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        var summary = share.Incident.Summary;
        var draft = new StixDraft(publisher, _self, version, summary.Tlp, summary.OpenedAt, share.Modified, share.Recalled);
        var incident = draft.Add(new StixIncident
        {
            Id = IdOf(summary.Id),
            Created = draft.Created,
            Modified = draft.Modified,
            Name = summary.Title,
            Description = Some(share.Incident.Description),
            Labels = StixWords.RsitTag(summary.Classification) is { } tag ? [tag] : null,
            ExternalReferences = [new(publisher.Name, summary.Number)],
            Extensions = new Dictionary<string, JsonElement> { [IncidentCore.Key] = JsonSerializer.SerializeToElement(CoreOf(summary), StixWriter.Json) },
        });
        Dictionary<InstitutionId, string> identities = share.Incident.Affected.Select(one => one.Institution).Concat(summary.Institutions).Concat(share.Sightings.SelectMany(one => one.Where ?? []))
            .DistinctBy(one => one.Id).ToDictionary(one => one.Id, one => draft.Add(IdentityOf(one, summary.Tlp)));
        foreach (var affected in share.Incident.Affected.Select(one => one.Institution.Id).Concat(summary.Institutions.Select(one => one.Id)).Distinct())
        {
            draft.Relate(incident, "impacts", identities[affected]);
        }

        var observed = Observed(share, draft, incident);
        foreach (var indicator in share.Indicators.DistinctBy(one => one.Observable))
        {
            Indicate(indicator, share, draft, incident, observed, identities);
        }

        foreach (var cve in share.Cves.Where(ProductNames.IsCve).Distinct(StringComparer.Ordinal))
        {
            draft.Relate(incident, "related-to", draft.Add(new StixVulnerability { Id = draft.IdOf("vulnerability", $"{summary.Id.Value}/{cve}"), Created = draft.Created, Modified = draft.Modified, Name = cve, ExternalReferences = [new("cve", cve)] }));
        }

        foreach (var sighting in share.Sightings.Where(one => StixIds.IsId(one.Of)).DistinctBy(one => one.Of))
        {
            draft.Add(Seen(sighting.Of, summary.Id, sighting.First, sighting.Last, sighting.Count, sighting.Where?.Select(one => identities[one.Id]), null, draft));
        }

        draft.Add(new StixGrouping
        {
            Id = draft.IdOf("grouping", summary.Id.Value), Created = draft.Created, Modified = draft.Modified, Name = summary.Title, Context = "suspicious-activity", ObjectRefs = draft.Ids,
        });
        return draft.Written();
    }

    /// <summary>The bundle of a published advisory: a report on its vulnerabilities and on what to do.</summary>
    public StixWritten Advisory(AdvisorySummary summary, AdvisoryContent content, IReadOnlyList<AdvisoryRevision> revisions)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(content);
        var (first, last) = (revisions.Count > 0 ? revisions[0].At : summary.PublishedAt ?? summary.UpdatedAt, revisions.Count > 0 ? revisions[^1].At : summary.UpdatedAt);
        var draft = new StixDraft(publisher, _self, version, content.Tlp, first, last);
        var vulnerabilities = content.Vulnerabilities.Select((one, index) => draft.Add(VulnerabilityOf(one, $"{summary.Id.Value}/{one.Cve ?? $"{index}"}", draft))).Distinct().ToArray();
        foreach (var (index, (text, verb)) in content.Actions.Where(action => action.Kind is ActionKind.VendorFix or ActionKind.Mitigation).Select(action => (action.Text, action.Kind == ActionKind.VendorFix ? "remediates" : "mitigates"))
            .Concat(content.Workarounds.Select(workaround => (workaround.Text, "mitigates"))).Index())
        {
            var action = draft.Add(new StixCourseOfAction
            {
                Id = draft.IdOf("course-of-action", $"{summary.Id.Value}/{index}"), Created = draft.Created, Modified = draft.Modified, Name = text.Length > 120 ? $"{text[..(char.IsHighSurrogate(text[118]) ? 118 : 119)]}…" : text, Description = text,
            });
            foreach (var vulnerability in vulnerabilities)
            {
                draft.Relate(action, verb, vulnerability);
            }
        }

        draft.Add(new StixReport
        {
            Id = draft.IdOf("report", summary.Id.Value),
            Created = draft.Created,
            Modified = draft.Modified,
            Name = content.Title,
            Description = Some(string.Join("\n\n", new[] { content.Summary, content.Details }.Where(text => !string.IsNullOrWhiteSpace(text)))),
            ReportTypes = vulnerabilities.Length > 0 ? ["vulnerability"] : ["threat-report"],
            Published = draft.Created,
            Labels = content.Tags.Count > 0 ? content.Tags : null,
            ExternalReferences =
            [
                new(publisher.Name, summary.Number),
                .. content.References.Select(reference => new ExternalReference("reference", Url: StixUrl.Written(UrlText.TryRead(reference.Url, out var url) ? url : reference.Url), Description: string.IsNullOrWhiteSpace(reference.Summary) ? reference.Url : reference.Summary)),
            ],
            ObjectRefs = draft.Ids.Count > 0 ? draft.Ids : [_self.Id],
        });
        return draft.Written();
    }

    /// <summary>What is answered to an object of the recipient: a note on it, or that the indicator was seen.</summary>
    /// <param name="name">Of the answer: the same name gives the same id.</param>
    public JsonElement Answer(string name, string about, string text, Tlp tlp, DateTimeOffset at, SeenHere? seen)
    {
        var draft = new StixDraft(publisher, _self, version, tlp, at, at);
        draft.Add(seen is null
            ? new StixNote { Id = draft.IdOf("note", name), Created = draft.Created, Modified = draft.Modified, Content = text, ObjectRefs = [about] }
            : new StixSighting
            {
                Id = draft.IdOf("sighting", name), Created = draft.Created, Modified = draft.Modified, SightingOfRef = about, Description = text,
                FirstSeen = StixTime.Of(seen.First), LastSeen = StixTime.Of(seen.Last), Count = seen.Count,
            });
        return draft.Written().Objects[^1];
    }

    private static IncidentCore CoreOf(IncidentSummary summary) => new()
    {
        Determination = StixWords.Determination(summary.Status),
        InvestigationStatus = StixWords.InvestigationStatus(summary.Status),
        Criticality = StixWords.Criticality(summary.Severity),
        IncidentTypes = StixWords.EventType(summary.Classification) is { } type ? [type] : null,
    };

    /// <summary>An institution under another name or label, or told of by another maker, is another identity: none has a history here by which a version could be told.</summary>
    private StixIdentity IdentityOf(InstitutionRef institution, Tlp tlp) => new()
    {
        Id = StixIds.Of("identity", publisher.Own, $"{institution.Id.Value}/{tlp.Label()}/{institution.Name}/{_self.Id}"), Created = _self.Created, Modified = _self.Created, Name = institution.Name, IdentityClass = "organization",
    };

    /// <summary>What was observed, and that it was observed; null where there is nothing that STIX could say.</summary>
    private static string? Observed(IncidentShare share, StixDraft draft, string incident)
    {
        string[] seen = [.. share.Incident.Observables.Concat(share.Indicators.Select(one => one.Observable)).Distinct().Select(draft.Observe).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (seen.Length == 0)
        {
            return null;
        }

        var summary = share.Incident.Summary;
        var (first, last) = Span(share);
        var observed = draft.Add(new StixObservedData
        {
            Id = draft.IdOf("observed-data", summary.Id.Value),
            Created = draft.Created,
            Modified = draft.Modified,
            FirstObserved = StixTime.Of(first),
            LastObserved = StixTime.Of(last),
            NumberObserved = (int)Math.Clamp(summary.Sightings, 1, 999_999_999),
            ObjectRefs = seen,
        });
        draft.Relate(incident, "related-to", observed);
        return observed;
    }

    private static (DateTimeOffset First, DateTimeOffset Last) Span(IncidentShare share)
    {
        var summary = share.Incident.Summary;
        var first = share.Incident.Alerts.Select(alert => alert.OccurredAt ?? alert.ReceivedAt).Append(summary.OpenedAt).Min();
        var last = summary.LastSeenAt ?? summary.OpenedAt;
        return (first, last < first ? first : last);
    }

    private static void Indicate(IndicatorFact fact, IncidentShare share, StixDraft draft, string incident, string? observed, Dictionary<InstitutionId, string> identities)
    {
        if (StixObservables.Pattern(fact.Observable) is not { } pattern)
        {
            return;
        }

        var summary = share.Incident.Summary;
        var indicator = draft.Add(new StixIndicator
        {
            Id = draft.IdOf("indicator", $"{summary.Id.Value}/{pattern}"),
            Created = draft.Created,
            Modified = draft.Modified,
            Name = fact.Observable.Value,
            IndicatorTypes = fact.Types is { Count: > 0 } types ? types : ["malicious-activity"],
            Pattern = pattern,
            PatternType = "stix",
            PatternVersion = "2.1",
            ValidFrom = StixTime.Of(fact.ValidFrom),
            ValidUntil = fact.ValidUntil is { } until && until > fact.ValidFrom ? StixTime.Of(until) : null,
            Confidence = fact.Confidence is { } sure ? Math.Clamp(sure, 0, 100) : null,
        });
        draft.Relate(indicator, "related-to", incident);
        if (observed is not null)
        {
            draft.Relate(indicator, "based-on", observed);
        }

        if (share.Incident.Observables.Contains(fact.Observable))
        {
            var (first, last) = Span(share);
            draft.Add(Seen(indicator, summary.Id, first, last, summary.Sightings, share.Incident.Affected.Select(one => identities[one.Institution.Id]).Distinct(), observed, draft));
        }
    }

    private static StixSighting Seen(string of, IncidentId incident, DateTimeOffset first, DateTimeOffset last, long count, IEnumerable<string>? where, string? observed, StixDraft draft) => new()
    {
        Id = draft.IdOf("sighting", $"{incident.Value}/{of}"),
        Created = draft.Created,
        Modified = draft.Modified,
        SightingOfRef = of,
        FirstSeen = StixTime.Of(first),
        LastSeen = StixTime.Of(last < first ? first : last),
        Count = (int)Math.Clamp(count, 1, 999_999_999),
        WhereSightedRefs = where?.ToArray() is { Length: > 0 } places ? places : null,
        ObservedDataRefs = observed is null ? null : [observed],
    };

    private static StixVulnerability VulnerabilityOf(Vulnerability one, string name, StixDraft draft) => new()
    {
        Id = draft.IdOf("vulnerability", name),
        Created = draft.Created,
        Modified = draft.Modified,
        Name = one.Cve ?? Some(one.Title) ?? (one.OtherNames.Count > 0 ? one.OtherNames[0].Name : "Vulnerability"),
        Description = Some(one.Description) ?? Some(one.Title),
        ExternalReferences = one is { Cve: null, OtherNames.Count: 0 } ? null
            : [.. (one.Cve is { } cve ? [new("cve", cve)] : Array.Empty<ExternalReference>()), .. one.OtherNames.Where(other => !ProductNames.IsCve(other.Name) && other.Name.Length > 0 && other.System.Length > 0).Select(other => new ExternalReference(other.System, other.Name))],
    };

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
