using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Domain.Retention;
using Coordination.Grains.Live;

namespace Coordination.Host.Live;

/// <summary>Who is behind an identifier: people, institutions and tokens by id, remembered by the process and forgotten when the journal says that they changed.</summary>
internal sealed partial class Directory(IRows rows) : ITailListener
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, PersonFacts?> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, InstitutionRef?> _institutions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _erased = new(StringComparer.Ordinal);
    private long _generation;

    public async ValueTask<PersonFacts?> PersonAsync(PersonId id, CancellationToken cancellationToken)
    {
        await LoadAsync([id.Value], [], cancellationToken);
        return _people.GetValueOrDefault(id.Value) ?? (await rows.FindAsync(PersonKind.Table, id.Value, cancellationToken))?.Value;
    }

    /// <summary>The names for these identifiers, read where they are not known yet.</summary>
    public async Task<Names> NamesAsync(IEnumerable<string> people, IEnumerable<string> institutions, CancellationToken cancellationToken)
    {
        var (persons, bodies) = (people.Distinct().ToArray(), institutions.Distinct().ToArray());
        await LoadAsync(persons, bodies, cancellationToken);
        return new(
            persons.ToDictionary(id => id, id => new PersonRef(PersonId.Of(id), _people.GetValueOrDefault(id)?.Name ?? (_erased.ContainsKey(id) ? "erased person" : "someone unknown")), StringComparer.Ordinal),
            bodies.ToDictionary(id => id, id => _institutions.GetValueOrDefault(id) ?? new(InstitutionId.Of(id), "an unknown institution", id), StringComparer.Ordinal));
    }

    /// <summary>Puts names where texts have <c>{person/…}</c>, <c>{institution/…}</c> and <c>{partner/…}</c>.</summary>
    public async Task<IReadOnlyList<string>> FillAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var found = texts.SelectMany(text => Placeholder().Matches(text)).Select(match => (Kind: match.Groups[1].Value, Id: match.Groups[2].Value)).ToArray();
        var names = await NamesAsync(
            found.Where(one => one.Kind == "person").Select(one => one.Id), found.Where(one => one.Kind == "institution").Select(one => one.Id), cancellationToken);
        var partners = await PartnersAsync(found.Where(one => one.Kind == "partner").Select(one => one.Id), cancellationToken);
        return [.. texts.Select(text => Placeholder().Replace(text, match => match.Groups[1].Value switch
        {
            "person" => names.Person(match.Groups[2].Value).Name,
            "partner" => partners.GetValueOrDefault(match.Groups[2].Value, "an unknown partner"),
            _ => names.Institution(match.Groups[2].Value).Name,
        }))];
    }

    /// <summary>The names of partners by their ids. There are few, and they are asked for seldom.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PartnersAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
        => ids.Distinct().ToArray() is { Length: > 0 } asked
            ? (await rows.FindManyAsync(PartnerRegister.Table, asked, cancellationToken)).ToDictionary(row => row.Id, row => row.Value.Facts.Name, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            if (entry.Stream.Kind is "person" or "institution")
            {
                Forget(entry.Stream.Key);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Reads it anew when it is asked for next.</summary>
    public void Forget(string id)
    {
        Interlocked.Increment(ref _generation);
        _people.TryRemove(id, out _);
        _institutions.TryRemove(id, out _);
    }

    private async Task LoadAsync(IReadOnlyCollection<string> people, IReadOnlyCollection<string> institutions, CancellationToken cancellationToken)
    {
        // A name that changes while it is being read is read again: what is kept must not be older than what the journal has told.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var generation = Volatile.Read(ref _generation);
            var persons = people.Where(id => !_people.ContainsKey(id)).ToArray();
            var bodies = institutions.Where(id => !_institutions.ContainsKey(id)).ToArray();
            if (persons.Length == 0 && bodies.Length == 0)
            {
                return;
            }

            if (_people.Count + _institutions.Count > Most)
            {
                _people.Clear();
                _institutions.Clear();
                continue;
            }

            var foundPeople = persons.Length == 0 ? [] : await rows.FindManyAsync(PersonKind.Table, persons, cancellationToken);
            var foundBodies = bodies.Length == 0 ? [] : await rows.FindManyAsync(InstitutionKind.Table, bodies, cancellationToken);
            if (generation != Volatile.Read(ref _generation) && attempt < 2)
            {
                continue;
            }

            foreach (var row in foundPeople)
            {
                _people[row.Id] = row.Value;
            }

            await RememberErasedAsync([.. persons.Except(foundPeople.Select(row => row.Id))], cancellationToken);

            foreach (var row in foundBodies)
            {
                _institutions[row.Id] = new(InstitutionId.Of(row.Id), row.Value.Name, row.Value.Abbreviation);
            }

            return;
        }
    }

    /// <summary>Of whom there is no row any more it may be known that they were erased.</summary>
    private async Task RememberErasedAsync(string[] missing, CancellationToken cancellationToken)
    {
        var asked = missing.Where(id => !_erased.ContainsKey(id)).Select(id => ErasureKind.Of(new StreamId("person", id)).Key).ToArray();
        foreach (var row in asked.Length == 0 ? [] : await rows.FindManyAsync(ErasureKind.Table, asked, cancellationToken))
        {
            _erased[new StreamId(row.Value.What).Key] = 0;
        }
    }

    [GeneratedRegex(@"\{(person|institution|partner)/([A-Za-z0-9._@-]{1,64})\}")]
    private static partial Regex Placeholder();
}

/// <summary>Names by identifier. What nobody has heard of has a name too, so that a page never fails for it.</summary>
internal sealed class Names(IReadOnlyDictionary<string, PersonRef> people, IReadOnlyDictionary<string, InstitutionRef> institutions)
{
    public PersonRef Person(string id) => people.GetValueOrDefault(id) ?? new(PersonId.Of(id), "someone unknown");

    public PersonRef? Person(PersonId? id) => id is { } known ? Person(known.Value) : null;

    public InstitutionRef Institution(string id) => institutions.GetValueOrDefault(id) ?? new(InstitutionId.Of(id), "an unknown institution", id);
}
