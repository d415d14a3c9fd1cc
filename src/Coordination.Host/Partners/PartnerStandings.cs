using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Host.Partners;

/// <summary>How a partner stands at this moment. It is read each time and never remembered: who is paused, or whose ceiling was lowered, is so at every exit of every process with the commit that says it.</summary>
internal sealed class PartnerStandings(IRows rows)
{
    /// <summary>Null where there is no such partner.</summary>
    public async Task<PartnerStanding?> FindAsync(PartnerId id, CancellationToken cancellationToken)
        => await rows.FindAsync(PartnerRegister.Table, id.Value, cancellationToken) is { } row ? Partner.StandingOf(id, row.Value) : null;
}
