using Coordination.Contracts.Escalation;
using Coordination.Contracts.Institutions;

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
}
