namespace Coordination.Domain.Exchange;

/// <summary>As whom all partners know us. They are ours also where a partner has had nothing from us yet: it may have them from another.</summary>
/// <param name="Ids">Of our identity, one for each kind of markings.</param>
/// <param name="Version">The only one that these have.</param>
public sealed record OurIdentities(IReadOnlyCollection<string> Ids, string Version);
