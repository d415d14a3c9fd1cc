using System.Collections.Immutable;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.OnCall;
using Coordination.Domain.Partners;
using Coordination.Grains.Access;
using Coordination.Grains.Advisories;
using Coordination.Grains.Institutions;
using Coordination.Grains.Partners;

namespace Coordination.Grains.Journal;

/// <summary>Answers the questions that decisions ask of other things, from rows, claims and the constituency.</summary>
internal sealed class LookupSource(IRows rows, IJournal journal, ConstituencyIndex constituency, Matching matching, IndicatorIndex? indicators = null, OurIdentities? identities = null) : ILookupSource
{
    private async Task<object?> FindAsync(Lookup question, DateTimeOffset now, CancellationToken cancellationToken) => question switch
    {
        InstitutionById { Id: var id } => (await rows.FindAsync(InstitutionKind.Table, id.Value, cancellationToken))?.Value,
        PartnerById { Id: var id } => (await rows.FindAsync(PartnerRegister.Table, id.Value, cancellationToken))?.Value,
        AdvisoryToShare { Id: var id } => (await rows.FindAsync(AdvisoryKind.Lines, id.Value, cancellationToken))?.Value,
        ObjectGiven { Partner: var partner, Id: var id } => (await rows.FindAsync(ReceivedRows.Objects, ReceivedObject.RowOf(partner, id), cancellationToken))?.Value,
        HoldersOf { Networks: var all } => await HoldersAsync(all.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellationToken),
        PlacesOf { Person: var id } => new Places(await new PlacesOfPeople(rows).NeededAsync(id, now, cancellationToken)),
        PersonById { Id: var id } => await PersonAsync(id.Value, cancellationToken),
        SourceById { Id: var id } => (await rows.FindAsync(SourceKind.Table, id.Value, cancellationToken))?.Value,
        UnattributedAlert { Id: var id } => (await rows.FindAsync(IntakeKind.Unattributed, id.Value, cancellationToken))?.Value,
        WhoseIs { Where: var where } => (await constituency.CurrentAsync(cancellationToken)).Find(where),
        CorrelationOwner { Key: var key } => await OwnerAsync(CorrelationKeys.Claim(key), cancellationToken),
        PolicyFor { Severity: var severity } => (await AllAsync(PolicyKind.Table, cancellationToken)).FirstOrDefault(policy => policy.Severities.Contains(severity)),
        InstitutionsOf { Group: var group } => new InstitutionList(await matching.OfGroupAsync(group, cancellationToken)),
        MatchesOf of => await matching.FindAsync(of, cancellationToken),
        AdvisoriesNaming { Cves: var cves } => await NamingAsync(cves.Split(' ').ToHashSet(StringComparer.Ordinal), cancellationToken),
        ListingsOf { Cves: var cves } => await ListingsAsync(cves.Split(' '), cancellationToken),
        IncidentAsked { Id: var id } => await AskedAsync(id.Value, cancellationToken),
        WhoIsReached { Target: var target } => await ReachedAsync(target, now, cancellationToken),
        IndicatorsInAlerts { Arrivals: var arrivals } => indicators is null ? null : await indicators.FindAsync(arrivals, now, cancellationToken),
        IndicatorsInObservables { Observables: var observables } => indicators is null ? null : await indicators.FindAsync(observables, now, cancellationToken),
        OwnersOf { Identities: var all } => await OwnersAsync(all.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellationToken),
        OursAmong { Partner: var partner, Ids: var all } => await new OurShares(rows, identities).AmongAsync(partner, all.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellationToken),
        _ => throw new NotSupportedException($"Nobody answers {question}."),
    };

    /// <summary>Which alerts have been accepted before is asked once for all lines that a lane decides together: there is one such question for each.</summary>
    public async Task<IReadOnlyDictionary<Lookup, object?>> FindAllAsync(IReadOnlyCollection<Lookup> questions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<Lookup, object?>(questions.Count);
        var alerts = questions.OfType<AlertsAmong>().ToArray();
        if (alerts.Length > 0)
        {
            var known = await KnownAsync([.. alerts.SelectMany(IdsOf).Distinct()], cancellationToken);
            foreach (var question in alerts)
            {
                answers[question] = known;
            }
        }

        // All at once, so that the storage can read for them together.
        var others = questions.Where(question => question is not AlertsAmong).ToArray();
        foreach (var (question, answer) in others.Zip(await Task.WhenAll(others.Select(question => FindAsync(question, now, cancellationToken)))))
        {
            answers[question] = answer;
        }

        return answers;
    }

    private static string[] IdsOf(AlertsAmong question) => question.Ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<NetworkHolders> HoldersAsync(string[] networks, CancellationToken cancellationToken)
    {
        var owners = await journal.FindClaimsAsync([.. networks.Select(NetworkHolders.Claim)], cancellationToken);
        var institutions = (await rows.FindManyAsync(InstitutionKind.Table, [.. owners.Values.Select(owner => owner.Key).Distinct()], cancellationToken))
            .ToDictionary(row => row.Id, row => new InstitutionRef(InstitutionId.Of(row.Id), row.Value.Name, row.Value.Abbreviation), StringComparer.Ordinal);
        return new(owners.ToDictionary(pair => pair.Key.Value, pair => institutions[pair.Value.Key], StringComparer.Ordinal));
    }

    private async Task<IdentityOwners> OwnersAsync(string[] identities, CancellationToken cancellationToken)
        => new(identities.Length == 0 ? ImmutableDictionary<string, PartnerId>.Empty
            : (await journal.FindClaimsAsync([.. identities.Select(id => new Claim(PartnerRegister.IdentityClaim, id))], cancellationToken)).ToDictionary(pair => pair.Key.Value, pair => PartnerId.Of(pair.Value.Key), StringComparer.Ordinal));

    private async Task<PersonFacts?> PersonAsync(string id, CancellationToken cancellationToken)
        => (await rows.FindAsync(PersonKind.Table, id, cancellationToken))?.Value is { Active: true } person ? person : null;

    private async Task<AskedIncident?> AskedAsync(string id, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(IncidentRows.Lines, id, cancellationToken) is not { Value: var line })
        {
            return null;
        }

        var affected = line.Institutions.Count == 0 ? [] : await rows.FindManyAsync(InstitutionKind.Table, [.. line.Institutions.Select(one => one.Value)], cancellationToken);
        return new(line, affected.ToDictionary(row => InstitutionId.Of(row.Id), row => row.Value));
    }

    private async Task<OwnerOf?> OwnerAsync(Claim claim, CancellationToken cancellationToken)
        => (await journal.FindClaimsAsync([claim], cancellationToken)).TryGetValue(claim, out var owner) ? new(owner) : null;

    private async Task<Party?> ReachedAsync(Contracts.Escalation.StepTarget target, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (target.Webhook is { } address)
        {
            return new("webhook", address, [new(address, Channel.Webhook, address)]);
        }

        if (target.Contacts is { } contacts)
        {
            return (await rows.FindAsync(InstitutionKind.Table, contacts.Institution.Value, cancellationToken))?.Value is { } institution
                ? new("institution", contacts.Institution.Value, ContactRoles.Of(institution.Contacts, contacts.Role, out var instead), instead)
                : null;
        }

        if (target.Partner is { } of)
        {
            // Nothing goes to one with which nothing is exchanged now: the step then reaches nobody.
            return (await rows.FindAsync(PartnerRegister.Table, of.Partner.Value, cancellationToken))?.Value is { } partner && Partner.StandingOf(of.Partner, partner).FlowAt(now) == PartnerFlow.Open
                ? new("partner", of.Partner.Value, ContactRoles.Of(partner.Facts.Contacts, of.Role, out var why), why)
                : null;
        }

        var person = target.Person;
        if (target.OnCall is { } roster)
        {
            person = (await rows.FindAsync(RosterKind.Table, roster.Value, cancellationToken))?.Value is { } settings ? WhoIsOnCall.At(settings, now)?.Person : null;
        }

        return person is { } id && await PersonAsync(id.Value, cancellationToken) is { } facts
            ? new("person", id.Value, [new(facts.Name, Channel.Mail, facts.Mail)])
            : null;
    }

    private async Task<NamedVulnerabilities> NamingAsync(HashSet<string> cves, CancellationToken cancellationToken)
    {
        var found = new List<NamedBy>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(AdvisoryKind.Lines, new RowQuery(RowFilter.Is("status", AdvisoryStatus.Published), Limit: 1_000, After: cursor), cancellationToken);
            found.AddRange(page.Rows.SelectMany(row => row.Value.Cves.Where(cves.Contains).Select(cve => new NamedBy(AdvisoryId.Of(row.Id), cve))));
            cursor = page.Next;
        }
        while (cursor is not null);
        return new(found);
    }

    private async Task<Listings> ListingsAsync(string[] cves, CancellationToken cancellationToken)
    {
        var found = (await rows.ListAsync(CatalogueKind.Listed, new RowQuery(new AnyValue("cve", cves), Limit: 1_000), cancellationToken)).Rows;
        var origins = (await rows.FindManyAsync(CatalogueKind.Table, [.. found.Select(row => row.Stream.Key).Distinct()], cancellationToken)).ToDictionary(row => row.Id, row => row.Value.Origin);
        return new([.. found.Select(row => new Listing(row.Value.Entry.Cve, row.Value.Entry.MarkOf(row.Value.Catalogue, origins[row.Stream.Key]), row.Version))]);
    }

    private async Task<KnownAlerts> KnownAsync(string[] ids, CancellationToken cancellationToken)
    {
        var owners = await journal.FindClaimsAsync([.. ids.Select(id => Fingerprint.Claim(AlertId.Of(id)))], cancellationToken);
        return new(owners.Keys.Select(claim => AlertId.Of(claim.Value)).ToHashSet());
    }

    private async Task<IReadOnlyList<TRow>> AllAsync<TRow>(RowTable<TRow> table, CancellationToken cancellationToken) where TRow : class
        => [.. (await rows.ListAsync(table, new RowQuery(OrderBy: "name", Limit: 1_000), cancellationToken)).Rows.Select(row => row.Value)];
}
