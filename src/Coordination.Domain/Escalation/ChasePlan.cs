using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Escalation;

/// <summary>How an institution is chased for an answer: its contacts at once, the fallback when half of the time is over, the head of security when three quarters are. When the answer is due and has not come, officers are alarmed.</summary>
public static class ChasePlan
{
    public static PolicyRequest For(InstitutionId institution, DateTimeOffset from, DateTimeOffset due)
    {
        var quarter = Math.Max(1, (int)((due - from).TotalMinutes / 4));
        return new()
        {
            Name = "call for action",
            Severities = [],
            Steps = [Step(ContactRole.Contact, 2 * quarter), Step(ContactRole.Fallback, quarter), Step(ContactRole.HeadOfSecurity, quarter)],
        };

        PolicyStep Step(ContactRole role, int minutes) => new([new StepTarget { Contacts = new(institution, role) }], minutes);
    }

    /// <summary>How a partner is asked: its contacts at once, its fallback when half of the time is over. When the answer is due and has not come, officers are alarmed.</summary>
    public static PolicyRequest For(PartnerId partner, DateTimeOffset from, DateTimeOffset due)
    {
        var half = Math.Max(1, (int)((due - from).TotalMinutes / 2));
        return new() { Name = "request to a partner", Severities = [], Steps = [Step(ContactRole.Contact), Step(ContactRole.Fallback)] };

        PolicyStep Step(ContactRole role) => new([new StepTarget { Partner = new(partner, role) }], half);
    }

    /// <summary>How whoever has something is told that it is their turn; when they have not looked within half an hour, officers are alarmed.</summary>
    public static PolicyRequest For(PersonId owner) => new() { Name = "request of a partner", Severities = [], Steps = [new([new StepTarget { Person = owner }], 30)] };
}
