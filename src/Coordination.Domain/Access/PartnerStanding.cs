using Coordination.Contracts;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Access;

/// <summary>What of a partner decides on what it may have.</summary>
/// <param name="Topics">What was agreed to be exchanged; nothing else is sent.</param>
/// <param name="Outside">It is of no Member State.</param>
public sealed record PartnerStanding(PartnerId Id, PartnerKind Kind, Tlp Ceiling, Agreement Agreement, bool Paused = false, IReadOnlyList<PartnerTopic>? Topics = null, bool Outside = false)
{
    /// <summary>Whether it is a Member State counterpart, with which information is exchanged as of right (Art. 17). Art. 18 holds for all others.</summary>
    public bool IsCounterpart => Kind == PartnerKind.Cert && !Outside;

    /// <summary>Whether anything may go to it now (Regulation (EU, Euratom) 2023/2841, Art. 17 and 18).</summary>
    public PartnerFlow FlowAt(DateTimeOffset now)
        => Paused ? PartnerFlow.Paused
            : Agreement.From > now ? PartnerFlow.NotBegun
            : Agreement.Until <= now ? PartnerFlow.Expired
            : IsCounterpart || IsAgreed ? PartnerFlow.Open
            : PartnerFlow.NoAgreement;

    /// <summary>Whether it may have something under this label now. RED is for people, not for machines.</summary>
    public bool MayHave(Tlp label, DateTimeOffset now) => FlowAt(now) == PartnerFlow.Open && label <= Ceiling && label < Tlp.Red;

    /// <summary>Whether it was agreed that such is exchanged with it; where nothing was, nothing is.</summary>
    public bool Exchanges(PartnerTopic topic) => Topics?.Contains(topic) == true;

    /// <summary>Under Art. 18 all keep confidence; a counterpart elsewhere was approved besides.</summary>
    private bool IsAgreed => Agreement.Nda && (Kind == PartnerKind.Company || !string.IsNullOrWhiteSpace(Agreement.Approval));
}
