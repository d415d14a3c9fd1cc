using Coordination.Contracts.Access;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Access;
using Coordination.Grains.Journal;
using Coordination.Grains.Retention;
using Coordination.Host.Access;
using Coordination.Host.Live;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Retention;

/// <summary>Gathers all that is held on a person, from every place where something may be.</summary>
internal sealed class PersonReports(IRows rows, IJournal journal, PlacesOfPeople places, Need need, TimeProvider clock)
{
    /// <param name="word">An address or name; null where the person's own are meant.</param>
    public async Task<PersonReport> MakeAsync(Viewer viewer, PersonId? id, string? word, UserManager<Account> users, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = id is { } known ? await rows.FindAsync(PersonKind.Table, known.Value, cancellationToken) : null;
        var account = id is { } user ? await users.FindByIdAsync(user.Value) : word is null ? null : await users.FindByNameAsync(word);
        IReadOnlyList<RecordedEvent> events = row is null ? [] : await journal.ReadStreamAsync(row.Stream, 0, cancellationToken);
        string[] words = [.. new[] { word, row?.Value.Name, row?.Value.Mail }.OfType<string>().Where(one => one.Length > 2).Distinct(StringComparer.OrdinalIgnoreCase)];
        var address = word ?? row?.Value.Mail;
        var (deliveries, hiddenMessages) = await DeliveriesAsync(viewer, id, address, cancellationToken);
        var (mentions, hiddenTexts) = await MentionsAsync(viewer, words, cancellationToken);
        var readings = id is { } reader ? await rows.ListAllAsync(ReadingKind.Table, RowFilter.Is("actor", Actor.Person(reader).Value), cancellationToken) : [];
        return new()
        {
            At = now,
            About = id?.Value ?? word!,
            Person = row is null ? null : PeopleEndpoints.View(id!.Value, row.Version, row.Value),
            Account = account is null ? null : new(account.Email ?? "", account.PasswordHash is not null, account.TwoFactorEnabled, account.AccessFailedCount, account.LockoutEnd),
            Streams = [.. events.Count == 0 ? [] : new[] { new HeldStream(row!.Stream.Value, events.Count) }, .. readings.GroupBy(one => one.Stream).Select(day => new HeldStream(day.Key.Value, day.Count()))],
            Events = [.. events.Select(one => new HeldEvent(one.Type, one.At))],
            Sessions = [.. ((id is { } signedIn ? await rows.FindAsync(PersonKind.Sessions, signedIn.Value, cancellationToken) : null)?.Value.Open ?? []).Select(one => new HeldSession(one.With, one.Address, one.BegunAt))],
            Passkeys = [.. ((id is { } holder ? await rows.FindAsync(PersonKind.Passkeys, holder.Value, cancellationToken) : null)?.Value.All ?? []).Select(one => one.Name)],
            Rosters = id is { } member ? await places.RostersAsync(member, now, cancellationToken) : [],
            Policies = id is { } target ? await places.PoliciesAsync(target, cancellationToken) : [],
            Contacts = address is null ? [] : await places.ContactsAsync(address, cancellationToken),
            Deliveries = deliveries,
            Readings = readings.Count,
            Mentions = mentions,
            Hidden = hiddenMessages + hiddenTexts,
        };
    }

    /// <summary>What erasing them would erase.</summary>
    public async Task<PersonErasurePlan?> PlanAsync(PersonId id, UserManager<Account> users, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(PersonKind.Table, id.Value, cancellationToken) is not { } row)
        {
            return null;
        }

        var (notifications, deliveries) = (0L, 0L);
        await foreach (var told in places.ToldAsync(id, null, cancellationToken))
        {
            (notifications, deliveries) = (notifications + 1, deliveries + told.Value.Deliveries.Count);
        }

        var mentions = 0L;
        await foreach (var mention in places.MentionsAsync([row.Value.Name, row.Value.Mail], cancellationToken))
        {
            mentions++;
        }

        var contacts = await places.ContactsAsync(row.Value.Mail, cancellationToken);
        return new(
            id,
            [new("accounts", await users.FindByIdAsync(id.Value) is null ? 0 : 1), new("records", 1), new("notifications", notifications), new("deliveries", deliveries)],
            [
                "Their identifier, where they did something: it is shown as an erased person.",
                "The encrypted record of escalation steps that reached them: nobody is shown it, and it goes with its case.",
                .. mentions == 0 ? [] : new[] { $"{mentions} texts of others in which their name or address stands: the report names them." },
                .. contacts.Select(institution => $"Their address among the contacts of {institution}."),
            ],
            await places.NeededAsync(id, clock.GetUtcNow(), cancellationToken));
    }

    private async Task<(List<HeldDelivery> Shown, long Hidden)> DeliveriesAsync(Viewer viewer, PersonId? id, string? address, CancellationToken cancellationToken)
    {
        var (shown, hidden) = (new List<HeldDelivery>(), 0L);
        await foreach (var row in places.ToldAsync(id, address, cancellationToken))
        {
            if (await MaySeeAsync(viewer, new StreamId(row.Value.Subject).Key, cancellationToken) is not null)
            {
                shown.AddRange(row.Value.Deliveries.Select(one => new HeldDelivery(row.Value.Reference, one.Contact.Address, row.Value.At)));
            }
            else
            {
                hidden += row.Value.Deliveries.Count;
            }
        }

        return (shown, hidden);
    }

    private async Task<(List<HeldMention> Shown, long Hidden)> MentionsAsync(Viewer viewer, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var (shown, hidden) = (new List<HeldMention>(), 0L);
        await foreach (var (incident, where, text) in places.MentionsAsync(words, cancellationToken))
        {
            if (await MaySeeAsync(viewer, incident, cancellationToken) is { } line)
            {
                shown.Add(new(line.Value.Number, where, text.Length > 300 ? $"{text[..300]}…" : text));
            }
            else
            {
                hidden++;
            }
        }

        return (shown, hidden);
    }

    private Task<Row<IncidentRow>?> MaySeeAsync(Viewer viewer, string incident, CancellationToken cancellationToken) => need.IncidentAsync(viewer, incident, cancellationToken);
}
