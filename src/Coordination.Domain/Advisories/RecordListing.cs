using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>A catalogue of exploited vulnerabilities has come to list one that the published text names, or no longer lists it.</summary>
/// <param name="Mark">Null where it is no longer listed.</param>
/// <param name="Order">The version of the catalogue's stream: messages may arrive in any order, and whoever is older changes nothing.</param>
public sealed record RecordListing(KevCatalogue Catalogue, string Cve, KevMark? Mark, long Order) : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
        => !state.Exists ? AdvisoryRefusals.Unknown
            : state.Status != AdvisoryStatus.Published || !state.Published!.Vulnerabilities.Any(one => one.Cve == Cve) || state.HeardOf(Catalogue, Cve) >= Order ? Decision<AdvisoryEvent>.Nothing
            : new ListingChanged(Catalogue, Cve, Mark, Order);
}
