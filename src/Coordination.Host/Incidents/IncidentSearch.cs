using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Domain.Live;
using Coordination.Host.Institutions;

namespace Coordination.Host.Incidents;

/// <summary>Finds out whom the names in a query mean, and makes a condition on rows of it.</summary>
internal sealed class IncidentSearch(IRows rows, TimeProvider clock)
{
    /// <summary>A name that fits more than these is no name.</summary>
    private const int Most = 100;

    public async Task<RowFilter?> CompileAsync(Query query, Viewer viewer, CancellationToken cancellationToken)
    {
        if (query.Conditions.Count == 0)
        {
            return null;
        }

        var institutions = new Dictionary<string, IReadOnlyCollection<InstitutionId>>(StringComparer.Ordinal);
        var people = new Dictionary<string, IReadOnlyCollection<PersonId>>(StringComparer.Ordinal);
        foreach (var names in query.Conditions.OfType<NameCondition>())
        {
            foreach (var name in names.Names)
            {
                if (names.Field == NameField.Institution && !institutions.ContainsKey(name))
                {
                    institutions[name] = await rows.FindInstitutionsAsync(name, cancellationToken);
                }
                else if (names.Field == NameField.Owner && !people.ContainsKey(name))
                {
                    people[name] = await PeopleAsync(name, cancellationToken);
                }
            }
        }

        return IncidentQuery.Compile(
            query,
            new() { Me = viewer.Person, Institutions = name => institutions.GetValueOrDefault(name, []), People = name => people.GetValueOrDefault(name, []) },
            clock.GetUtcNow());
    }

    /// <summary>People are few, so a part of the name is enough: officers call each other by their first names.</summary>
    private async Task<IReadOnlyCollection<PersonId>> PeopleAsync(string name, CancellationToken cancellationToken)
    {
        var found = await rows.ListAsync(PersonKind.Table, new RowQuery(Limit: 10_000), cancellationToken);
        return
        [
            .. found.Rows
                .Where(row => row.Id == name || row.Value.Mail.Equals(name, StringComparison.OrdinalIgnoreCase) || row.Value.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
                .Take(Most).Select(row => PersonId.Of(row.Id)),
        ];
    }
}
