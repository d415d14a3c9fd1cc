using Coordination.Contracts;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Access;

/// <summary>What of a partner decides on what it may have.</summary>
/// <param name="Topics">What was agreed to be exchanged; nothing else is sent.</param>
public sealed record PartnerStanding(PartnerId Id, PartnerKind Kind, Tlp Ceiling, Agreement Agreement, bool Paused = false, IReadOnlyList<PartnerTopic>? Topics = null)
{
    /// <summary>Whether anything may go to it now (Regulation (EU, Euratom) 2023/2841, Art. 17 and 18).</summary>
    public PartnerFlow FlowAt(DateTimeOffset now)
        => Paused ? PartnerFlow.Paused
            : Agreement.From > now ? PartnerFlow.NotBegun
            : Agreement.Until <= now ? PartnerFlow.Expired
            : (Kind == PartnerKind.Company && !Agreement.Nda) || (Kind == PartnerKind.Authority && string.IsNullOrWhiteSpace(Agreement.Approval)) ? PartnerFlow.NoAgreement
            : PartnerFlow.Open;

    /// <summary>Whether it may have something under this label now. RED is for people, not for machines.</summary>
    public bool MayHave(Tlp label, DateTimeOffset now) => FlowAt(now) == PartnerFlow.Open && label <= Ceiling && label < Tlp.Red;
}
