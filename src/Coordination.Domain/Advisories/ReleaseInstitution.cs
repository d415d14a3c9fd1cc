using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>It no longer concerns this institution: a revision leaves it out, or the advisory was withdrawn.</summary>
public sealed record ReleaseInstitution(InstitutionId Institution, Notice Notice, string Why) : AddresseeCommand
{
    public override Decision<AddresseeEvent> Decide(Addressee state, Context context)
        // Recorded even where it is not addressed (now): what addresses it may be older and still on its way.
        => state.Order >= Notice.Order ? Decision<AddresseeEvent>.Nothing : new InstitutionReleased(Institution, Notice, Why);
}
