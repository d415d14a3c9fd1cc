using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;

namespace Coordination.Console.Access;

/// <summary>Whom and what one can choose from in a dialog; read again when older than a minute.</summary>
internal sealed class PickLists(CoordinationClient api, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private (DateTimeOffset At, IReadOnlyList<PersonRef> All) _people;
    private (DateTimeOffset At, IReadOnlyList<InstitutionView> All) _institutions;

    /// <summary>Everyone to whom something can be given, by name.</summary>
    public async Task<IReadOnlyList<PersonRef>> PeopleAsync(CancellationToken cancellationToken)
    {
        if (IsOld(_people.At))
        {
            var all = await api.PeopleAsync(cancellationToken);
            _people = (clock.GetUtcNow(), [.. all.Where(person => person.Active).OrderBy(person => person.Name, StringComparer.CurrentCulture).Select(person => new PersonRef(person.Id, person.Name))]);
        }

        return _people.All;
    }

    /// <summary>All institutions, by abbreviation.</summary>
    public async Task<IReadOnlyList<InstitutionView>> InstitutionsAsync(CancellationToken cancellationToken)
    {
        if (IsOld(_institutions.At))
        {
            var all = await api.InstitutionsAsync(cancellationToken);
            _institutions = (clock.GetUtcNow(), [.. all.OrderBy(institution => institution.Abbreviation, StringComparer.CurrentCultureIgnoreCase)]);
        }

        return _institutions.All;
    }

    /// <summary>Something was changed here: read again.</summary>
    public void Forget()
    {
        _people = default;
        _institutions = default;
    }

    private bool IsOld(DateTimeOffset at) => at == default || clock.GetUtcNow() - at > Fresh;
}
