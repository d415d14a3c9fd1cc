using Coordination.Contracts.Live;
using Coordination.Contracts.Search;

namespace Coordination.Console.Board;

/// <summary>What the filter can suggest: the institutions and owners that are on the board now.</summary>
internal static class BoardValues
{
    private const int Most = 100;

    public static QueryValues Of(IReadOnlyCollection<BoardLine> lines) => new()
    {
        Institutions =
        [
            .. lines.SelectMany(line => line.Incident.Institutions)
                .DistinctBy(institution => institution.Id)
                .OrderBy(institution => institution.Abbreviation, StringComparer.OrdinalIgnoreCase)
                .Take(Most)
                .Select(institution => new QuerySuggestion(institution.Abbreviation, institution.Name)),
        ],
        Owners =
        [
            .. lines.Select(line => line.Incident.Owner)
                .OfType<Coordination.Contracts.Access.PersonRef>()
                .DistinctBy(owner => owner.Id)
                .OrderBy(owner => owner.Name, StringComparer.OrdinalIgnoreCase)
                .Take(Most)
                .Select(owner => new QuerySuggestion(owner.Name)),
        ],
    };
}
