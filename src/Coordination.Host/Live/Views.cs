using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;
using Coordination.Contracts;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain;
using Coordination.Host.Http;

namespace Coordination.Host.Live;

/// <summary>Turns rows into what leaves the process: names for identifiers, and nothing that a view does not have. Disclosure comes before it: see <see cref="Need"/>.</summary>
internal sealed class Views(Directory directory, IRows rows, Need need)
{
    /// <summary>Lines as this viewer may see them.</summary>
    public async Task<IReadOnlyList<IncidentSummary>> SummariesAsync(Viewer viewer, IReadOnlyList<Row<IncidentRow>> lines, CancellationToken cancellationToken)
    {
        var names = await directory.NamesAsync(
            lines.SelectMany(line => new[] { line.Value.Owner?.Value, line.Value.AcknowledgedBy?.Value }).OfType<string>(),
            lines.SelectMany(line => line.Value.Institutions).Select(id => id.Value),
            cancellationToken);
        var seen = lines.Select(line => (Line: line, Sight: need.SightOf(viewer, line.Value))).Select(one => (one.Line, one.Sight, Hidden: one.Sight == Sight.Summary ? need.Hidden(viewer, one.Line.Value) : [])).ToArray();
        var facts = await FactsAsync(seen.SelectMany(one => one.Hidden), cancellationToken);
        return [.. seen.Select(one => IncidentParts.Of(Summary(one.Line, names), one.Sight, one.Hidden.ToDictionary(id => id, id => facts.GetValueOrDefault(id, InstitutionFacts.Empty))))];
    }

    /// <summary>The line as it would be shown to a viewer with whom it is shared, and the facts of those of whom that viewer is not told. Whether it may be shared is another question.</summary>
    public async Task<(IncidentSummary Summary, IReadOnlyDictionary<InstitutionId, InstitutionFacts> Hidden)> AsSharedAsync(Viewer viewer, Row<IncidentRow> line, CancellationToken cancellationToken)
    {
        var names = await directory.NamesAsync([], line.Value.Institutions.Select(id => id.Value), cancellationToken);
        var hidden = need.Hidden(viewer, line.Value);
        var facts = await FactsAsync(hidden, cancellationToken);
        var all = hidden.ToDictionary(id => id, id => facts.GetValueOrDefault(id, InstitutionFacts.Empty));
        return (IncidentParts.Of(Summary(line, names), Sight.Summary, all), all);
    }

    /// <summary>Those alerts of an incident that an institution is shown to which the incident is shown in part.</summary>
    public async Task<IReadOnlyList<AlertView>> OwnAlertsAsync(Viewer viewer, InstitutionId own, IncidentRow line, IEnumerable<AlertView> alerts, CancellationToken cancellationToken)
    {
        var hidden = (await FactsAsync(need.Hidden(viewer, line), cancellationToken)).Values.ToArray();
        return [.. alerts.Where(alert => IncidentParts.ShowsAlert(own, alert)).Select(alert => IncidentParts.Of(alert, hidden))];
    }

    private async Task<Dictionary<InstitutionId, InstitutionFacts>> FactsAsync(IEnumerable<InstitutionId> of, CancellationToken cancellationToken)
        => of.Distinct().Select(id => id.Value).ToArray() is { Length: > 0 } ids ? (await rows.FindManyAsync(InstitutionKind.Table, ids, cancellationToken)).ToDictionary(row => InstitutionId.Of(row.Id), row => row.Value) : [];

    public async Task<IncidentSummary> SummaryAsync(Viewer viewer, Row<IncidentRow> line, CancellationToken cancellationToken) => (await SummariesAsync(viewer, [line], cancellationToken))[0];

    public static EscalationView Escalation(Row<EscalationRow> row) => new()
    {
        Id = row.Id,
        Version = row.Version,
        Subject = row.Value.Subject,
        Status = row.Value.Status,
        Policy = row.Value.Policy,
        Round = row.Value.Round,
        Rounds = row.Value.Rounds,
        Step = row.Value.Step,
        Steps = row.Value.Steps,
        NextAt = row.Value.NextAt,
        Alarm = row.Value.Alarm,
        StartedAt = row.Value.StartedAt,
    };

    public async Task<IReadOnlyList<NotificationView>> NotificationsAsync(IReadOnlyList<Row<NotificationRow>> found, CancellationToken cancellationToken)
    {
        var names = await directory.NamesAsync(
            found.Where(row => row.Value.PartyKind == "person").Select(row => row.Value.PartyId),
            found.Where(row => row.Value.PartyKind == "institution").Select(row => row.Value.PartyId),
            cancellationToken);
        var partners = await directory.PartnersAsync(found.Where(row => row.Value.PartyKind == "partner").Select(row => row.Value.PartyId), cancellationToken);
        return [.. found.Select(row => new NotificationView
        {
            Id = NotificationId.Of(row.Id),
            Version = row.Version,
            Subject = row.Value.Subject,
            Party = row.Value.PartyKind switch
            {
                "person" => names.Person(row.Value.PartyId).Name,
                "institution" => names.Institution(row.Value.PartyId).Name,
                "partner" => partners[row.Value.PartyId].Name,
                _ => row.Value.PartyId,
            },
            PartyKind = row.Value.PartyKind,
            At = row.Value.At,
            AcknowledgedAt = row.Value.AcknowledgedAt,
            Deliveries = [.. row.Value.Deliveries.Select(one => new DeliveryView
            {
                Number = one.Number,
                Channel = one.Contact.Channel,
                To = one.Contact.Address,
                Status = one.Status,
                Attempts = one.Attempts,
                LastError = one.LastError,
                SentAt = one.SentAt,
                NextAttemptAt = one.NextAttemptAt,
                Late = one.Late,
            })],
        })];
    }

    /// <summary>Alerts as staff see them, with the advisories to which they refer.</summary>
    public async Task<IReadOnlyList<AlertView>> AlertsAsync(IReadOnlyList<Row<AlertRecord>> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var names = await directory.NamesAsync([], found.Select(row => row.Value.Institution?.Value).OfType<string>(), cancellationToken);
        var repeats = await RepeatsAsync(found, cancellationToken);
        var advisories = await AdvisoriesAsync(found, cancellationToken);
        return [.. found.Select(row => Alert(row.Value, names, repeats.GetValueOrDefault(row.Id)) with { Advisories = [.. advisories[row.Id]] })];
    }

    private async Task<ILookup<string, AdvisoryRef>> AdvisoriesAsync(IReadOnlyList<Row<AlertRecord>> found, CancellationToken cancellationToken)
    {
        var named = (await rows.ListAsync(AdvisoryKind.AlertReferences, new RowQuery(new AnyValue("alert", [.. found.Select(row => (object)row.Id)]), Limit: 1_000), cancellationToken)).Rows;
        var lines = (await rows.FindManyAsync(AdvisoryKind.Lines, [.. named.Select(row => row.Value.Advisory.Value).Distinct()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        return named.Where(row => lines.ContainsKey(row.Value.Advisory.Value)).ToLookup(row => row.Value.Alert.Value, row => new AdvisoryRef(row.Value.Advisory, lines[row.Value.Advisory.Value].Value.Number, lines[row.Value.Advisory.Value].Value.Title), StringComparer.Ordinal);
    }

    /// <summary>Who did something: people by their names, tokens by what they are called.</summary>
    public async Task<Dictionary<string, PersonRef>> PeopleAsync(IEnumerable<string> actors, CancellationToken cancellationToken)
    {
        var all = actors.Distinct().ToArray();
        var people = all.Select(actor => new Actor(actor).AsPerson?.Value).OfType<string>().ToArray();
        var names = await directory.NamesAsync(people, [], cancellationToken);
        var ids = all.Select(actor => new Actor(actor).AsToken?.Value).OfType<string>().ToArray();
        var tokens = ids.Length == 0 ? [] : (await rows.FindManyAsync(TokenKind.Table, ids, cancellationToken)).ToDictionary(row => Actor.Token(TokenId.Of(row.Id)).Value, row => $"token {row.Value.Name}", StringComparer.Ordinal);
        return all.ToDictionary(actor => actor, actor => new Actor(actor).AsPerson is { } person ? names.Person(person.Value) : new(PersonId.Of("system"), tokens.GetValueOrDefault(actor) ?? ActorName(actor)), StringComparer.Ordinal);
    }

    /// <summary>How an actor that is no person is called.</summary>
    private static string ActorName(string actor) => actor switch
    {
        "system" => "Coordination",
        _ when actor.StartsWith("source/", StringComparison.Ordinal) => $"source {actor["source/".Length..]}",
        _ when new Actor(actor).AsToken is { } token => $"token {token.Value}",
        _ when actor.StartsWith("link/", StringComparison.Ordinal) => "by the link in a notification",
        _ => actor,
    };

    /// <summary>How often each came again, and whether the last that was heard of it is that it is over.</summary>
    private async Task<Dictionary<string, (long Count, DateTimeOffset? Over)>> RepeatsAsync(IReadOnlyList<Row<AlertRecord>> found, CancellationToken cancellationToken)
    {
        var all = await rows.ListAsync(
            IntakeKind.Repeats, new RowQuery(new AnyValue("alert", [.. found.Select(row => (object)row.Id)]), Limit: 10_000), cancellationToken);
        return all.Rows.Select(row => row.Value).GroupBy(row => row.Alert.Value).ToDictionary(
            group => group.Key, group => (group.Sum(row => row.Count), group.MaxBy(row => row.At) is { Over: true } last ? last.At : (DateTimeOffset?)null), StringComparer.Ordinal);
    }

    private static AlertView Alert(AlertRecord alert, Names names, (long Count, DateTimeOffset? Over) repeats) => new()
    {
        Id = alert.Id,
        Source = alert.Source,
        Title = alert.Line.Title,
        Classification = alert.Line.Classification,
        Severity = alert.Severity,
        Tlp = alert.Tlp,
        TlpIsDefault = alert.Line.Tlp is null,
        SourceIp = alert.Line.SourceIp,
        SourceFqdn = alert.Line.SourceFqdn,
        SourceAsn = alert.Line.SourceAsn,
        DestinationIp = alert.Line.DestinationIp,
        ReceivedAt = alert.ReceivedAt,
        OccurredAt = alert.Line.OccurredAt,
        Repeats = repeats.Count,
        ResolvedAt = repeats.Over,
        Link = alert.Line.Link,
        Indicator = IndicatorSightings.IndicatorOf(alert),
        Institution = alert.Institution is { } institution ? names.Institution(institution.Value) : null,
        Unattributed = alert.Institution is null ? alert.AttributedBy : null,
    };

    private static IncidentSummary Summary(Row<IncidentRow> line, Names names) => new()
    {
        Id = IncidentId.Of(line.Id),
        Number = line.Value.Number,
        Version = line.Version,
        Title = line.Value.Title,
        Status = line.Value.Status,
        Severity = line.Value.Severity,
        Tlp = line.Value.Tlp,
        TlpIsDefault = line.Value.TlpIsDefault,
        Classification = line.Value.Classification,
        Owner = names.Person(line.Value.Owner),
        AcknowledgedBy = names.Person(line.Value.AcknowledgedBy),
        AcknowledgedAt = line.Value.AcknowledgedAt,
        Institutions = [.. line.Value.Institutions.Select(id => names.Institution(id.Value))],
        OpenedAt = line.Value.OpenedAt,
        UpdatedAt = line.Value.UpdatedAt,
        LastSeenAt = line.Value.LastSeenAt,
        ClosedAt = line.Value.ClosedAt,
        Sightings = line.Value.Sightings,
        OpenTasks = line.Value.OpenTasks,
        Exercise = line.Value.Exercise,
        Restricted = line.Value.RestrictedTo is not null,
        Held = line.Value.Held,
    };

    /// <summary>The story of a thing in words, the oldest first.</summary>
    public async Task<Page<TimelineEntry>> TimelineAsync(StreamId subject, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(
            () => rows.ListAsync(Timeline.Table, new RowQuery(RowFilter.Is("subject", subject.Value), "at", Limit: limit, After: cursor), cancellationToken), cursor);
        var actors = await PeopleAsync(page.Rows.Select(row => row.Value.Actor), cancellationToken);
        var texts = await directory.FillAsync([.. page.Rows.Select(row => row.Value.Text)], cancellationToken);
        return new([.. page.Rows.Select((row, index) => new TimelineEntry(row.Id, row.Value.At, row.Value.Kind, actors[row.Value.Actor].Name, texts[index]))], page.Next);
    }
}
