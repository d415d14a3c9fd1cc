using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.OnCall;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Access;

/// <summary>Where people are named, by their identifier or their address.</summary>
public sealed class PlacesOfPeople(IRows rows)
{
    /// <summary>Where somebody counts on them: they cannot be erased before others are in their place.</summary>
    public async Task<IReadOnlyList<string>> NeededAsync(PersonId person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var where = new List<string>();
        where.AddRange((await RostersAsync(person, now, cancellationToken)).Select(name => $"the roster {name}"));
        where.AddRange((await PoliciesAsync(person, cancellationToken)).Select(name => $"the escalation policy {name}"));
        await foreach (var row in ToldAsync(person, null, cancellationToken))
        {
            if (row.Value.Deliveries.Any(one => one.Status == Contracts.Notification.DeliveryStatus.Queued))
            {
                where.Add($"a message about {row.Value.Reference} is on its way to them");
            }
        }

        return where;
    }

    /// <summary>Rosters in whose rotation they are, or for whom they stand in now or later.</summary>
    public async Task<IReadOnlyList<string>> RostersAsync(PersonId person, DateTimeOffset now, CancellationToken cancellationToken)
        => [.. (await rows.ListAllAsync(RosterKind.Table, null, cancellationToken)).Select(row => row.Value)
            .Where(roster => roster.Rotation.Members.Contains(person) || roster.Overrides.Any(one => one.Person == person && one.Until > now)).Select(roster => roster.Name)];

    public async Task<IReadOnlyList<string>> PoliciesAsync(PersonId person, CancellationToken cancellationToken)
        => [.. (await rows.ListAllAsync(PolicyKind.Table, null, cancellationToken)).Select(row => row.Value)
            .Where(policy => policy.Steps.Any(step => step.Targets.Any(target => target.Person == person))).Select(policy => policy.Name)];

    /// <summary>Institutions that have this address among their contacts.</summary>
    public async Task<IReadOnlyList<string>> ContactsAsync(string address, CancellationToken cancellationToken)
        => [.. (await rows.ListAllAsync(InstitutionKind.Table, null, cancellationToken)).Select(row => row.Value)
            .Where(institution => institution.Contacts.Any(contact => Is(contact, address))).Select(institution => institution.Name)];

    /// <summary>Notifications to the person, or to the address.</summary>
    public async IAsyncEnumerable<Row<NotificationRow>> ToldAsync(
        PersonId? person, string? address, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.AllAsync(NotificationKind.Table, null, cancellationToken))
        {
            if ((person is { } id && row.Value.PartyKind == "person" && row.Value.PartyId == id.Value) || (address is not null && row.Value.Deliveries.Any(one => Is(one.Contact, address))))
            {
                yield return row;
            }
        }
    }

    /// <summary>Texts of cases in which one of the words stands: which incident, and where in it.</summary>
    public async IAsyncEnumerable<(string Incident, string Where, string Text)> MentionsAsync(
        IReadOnlyList<string> words, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.AllAsync(IncidentRows.Notes, null, cancellationToken))
        {
            if (Names(row.Value.Text, words))
            {
                yield return (row.Value.Incident, "a note", row.Value.Text);
            }
        }

        await foreach (var row in rows.AllAsync(IncidentRows.Lines, null, cancellationToken))
        {
            if (Names(row.Value.Title, words))
            {
                yield return (row.Id, "the title", row.Value.Title);
            }
        }

        await foreach (var row in rows.AllAsync(IncidentRows.Details, null, cancellationToken))
        {
            foreach (var (where, text) in row.Value.Tasks.Select(task => ("a task", task.Title)).Append(("the description", row.Value.Description ?? "")).Concat(row.Value.Observables.Select(one => ("an observable", one.Value))))
            {
                if (Names(text, words))
                {
                    yield return (row.Id, where, text);
                }
            }
        }
    }

    private static bool Is(Contact contact, string address) => contact.Address.Equals(address, StringComparison.OrdinalIgnoreCase);

    private static bool Names(string text, IReadOnlyList<string> words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
