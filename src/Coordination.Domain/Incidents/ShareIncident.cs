using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Shows the incident to a person or an institution that would not see it otherwise, for a time and for a reason.</summary>
public sealed record ShareIncident(PersonId? Person, InstitutionId? Institution, DateTimeOffset? Until, string Why) : IncidentCommand
{
    private const int Most = 100;

    public override Decision<IncidentEvent> Decide(Incident state, Context context)
    {
        if (Cannot(state, context) is { } refusal)
        {
            return refusal;
        }

        return context.Actor.AsPerson is not { } actor ? IncidentRefusals.NotPerson
            : (Person is null) == (Institution is null) ? IncidentRefusals.ShareWithOne
            : Texts.Refuse("why", Why, 2_000, IncidentRefusals.ShareReasonMissing) is { } unreasoned ? unreasoned
            : Until <= context.Now ? IncidentRefusals.ShareIsOver
            : state.Shares.Length >= Most ? IncidentRefusals.TooManyShares
            : Person is { } person && context.Lookups.Find(new PersonById(person)) is null ? PersonRefusals.Unknown
            : Institution is { } institution && context.Lookups.Find(new InstitutionById(institution)) is null ? InstitutionRefusals.Unknown
            : new IncidentShared(new(state.SharesGiven + 1, Person is { } one ? Audience.Of(one) : Audience.Of(Institution!.Value), Until, actor, Why.Trim(), context.Now));
    }
}
