using System.Text.Json.Serialization;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Partners;

/// <summary>All that can happen to a partner's record.</summary>
[JsonDerivedType(typeof(PartnerRegistered), "partner-registered")]
[JsonDerivedType(typeof(PartnerChanged), "partner-changed")]
[JsonDerivedType(typeof(PartnerPaused), "partner-paused")]
[JsonDerivedType(typeof(PartnerResumed), "partner-resumed")]
[JsonDerivedType(typeof(AgreementEnded), "agreement-ended")]
public abstract record PartnerEvent;

public sealed record PartnerRegistered(PartnerRequest Facts) : PartnerEvent;

public sealed record PartnerChanged(PartnerRequest Facts) : PartnerEvent;

public sealed record PartnerPaused(string Reason) : PartnerEvent;

public sealed record PartnerResumed : PartnerEvent;

/// <summary>The time of its agreement has run out: nothing goes to it any more.</summary>
public sealed record AgreementEnded(DateTimeOffset Until) : PartnerEvent;
