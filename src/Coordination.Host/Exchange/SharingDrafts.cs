using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>Writes what a partner may have of a thing, as that and the partner stand at this moment. Preview and pump ask the same, so what was looked at is what leaves.</summary>
internal sealed class SharingDrafts(IRows rows, Views views, StixPublisher publisher, TimeProvider clock)
{
    private const string NotChosen = "It was not chosen: only what others are to look for leaves.";
    private const string NamesAnother = "It tells of an institution of which the partner is not told.";
    private const string NoObject = "STIX has no object for it.";

    /// <param name="indicators">The observables that were chosen.</param>
    /// <param name="after">What is made bears a later time than this.</param>
    public async Task<SharingDraft> OfAsync(StreamId origin, PartnerId partner, IReadOnlyList<SharedIndicator> indicators, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var at = now > after ? now : after.AddMicroseconds(1);
        var row = await rows.FindAsync(PartnerRegister.Table, partner.Value, cancellationToken);
        return row is null ? SharingDraft.Withheld(PartnerRefusals.Unknown, "", Tlp.Red, at)
            : origin.Kind == "advisory" ? await OfAdvisoryAsync(origin, partner, row.Value, at, now, cancellationToken)
            : await OfIncidentAsync(origin, partner, row.Value, indicators, at, now, cancellationToken);
    }

    private async Task<SharingDraft> OfIncidentAsync(StreamId origin, PartnerId id, PartnerRow partner, IReadOnlyList<SharedIndicator> chosen, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var producer = ProducerFor(partner);
        var own = producer.IdOf(IncidentId.Of(origin.Key));
        if (await rows.FindAsync(IncidentRows.Lines, origin.Key, cancellationToken) is not { } line)
        {
            return SharingDraft.Withheld(SharingRefusals.Gone, own, Tlp.Red, at);
        }

        var standing = Partner.StandingOf(id, partner);
        var problem = PartnerDisclosure.RefuseIncident(
            standing, chosen.Count > 0, line.Value.Tlp, line.Value.Exercise, line.Value.RestrictedTo is not null, line.Value.Institutions, [.. line.Value.Consents], now);
        if (problem is not null)
        {
            return SharingDraft.Withheld(problem, own, line.Value.Tlp, at);
        }

        var detail = (await rows.FindAsync(IncidentRows.Details, line.Id, cancellationToken))?.Value ?? new(null, [], [], []);
        var (summary, hidden) = await views.AsSharedAsync(new Viewer(null, Role.Partner, Partner: standing), line, cancellationToken);
        var kept = chosen.Where(one => detail.Observables.Contains(one.Observable) && OtherParties.Unless(one.Observable.Value, hidden.Values) is not null).ToArray();
        var versioned = at > line.Value.UpdatedAt ? at : line.Value.UpdatedAt;
        var written = producer.Incident(new IncidentShare
        {
            Incident = new()
            {
                Summary = summary,
                Description = detail.Description is { } text ? OtherParties.Without(text, hidden.Values) : null,
                Observables = [.. kept.Select(one => one.Observable)],
                Tasks = [],
                Notes = [],
                Affected = [.. detail.Affected.Where(one => !hidden.ContainsKey(one.Institution))
                    .Select(one => new AffectedInstitution(summary.Institutions.First(known => known.Id == one.Institution), one.Status, one.Since))],
                Notifications = [],
                Alerts = [],
            },
            Indicators = [.. kept.Select(one => new IndicatorFact(one.Observable, one.ValidFrom, one.ValidUntil, one.Types, one.Confidence))],
            ChangedAt = versioned,
        });
        return new(null, own, line.Value.Tlp, versioned, written.Objects, summary.Institutions, [.. hidden.Select(pair => new InstitutionRef(pair.Key, pair.Value.Name, pair.Value.Abbreviation))], LeftOut(detail.Observables, chosen, kept, written.LeftOut));
    }

    private async Task<SharingDraft> OfAdvisoryAsync(StreamId origin, PartnerId id, PartnerRow partner, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var line = await rows.FindAsync(AdvisoryKind.Lines, origin.Key, cancellationToken);
        var detail = (await rows.FindAsync(AdvisoryKind.Details, origin.Key, cancellationToken))?.Value;
        var own = StixIds.Of("report", publisher.Own, origin.Key);
        if (line is null || detail?.Published is not { } content || line.Value.Status != AdvisoryStatus.Published)
        {
            return SharingDraft.Withheld(SharingRefusals.NotPublished, own, line?.Value.Tlp ?? Tlp.Red, at);
        }

        if (PartnerDisclosure.RefuseAdvisory(Partner.StandingOf(id, partner), content.Tlp, line.Value.Exercise, now) is { } problem)
        {
            return SharingDraft.Withheld(problem, own, content.Tlp, at);
        }

        var written = ProducerFor(partner).Advisory(
            new()
            {
                Id = AdvisoryId.Of(line.Id), Number = line.Value.Number, Version = line.Version, Title = content.Title, Status = line.Value.Status, Severity = content.Severity, Tlp = content.Tlp,
                UpdatedAt = line.Value.UpdatedAt, PublishedAt = line.Value.PublishedAt,
            },
            content, detail.Revisions);
        return new(null, own, content.Tlp, at, written.Objects, [], [], []);
    }

    private StixProducer ProducerFor(PartnerRow partner) => new(publisher, partner.Facts.OldLabels ? TlpVersion.One : TlpVersion.Two);

    private static LeftOutObservable[] LeftOut(IReadOnlyList<Observable> all, IReadOnlyList<SharedIndicator> chosen, SharedIndicator[] kept, IReadOnlyList<Observable> unwritten)
        => [.. all.Select(one => new LeftOutObservable(
                one,
                unwritten.Contains(one) ? NoObject
                    : kept.Any(indicator => indicator.Observable == one) ? ""
                    : chosen.Any(indicator => indicator.Observable == one) ? NamesAnother
                    : NotChosen)).Where(one => one.Why.Length > 0)];
}
