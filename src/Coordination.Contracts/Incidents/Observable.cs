namespace Coordination.Contracts.Incidents;

/// <summary>What kind of technical fact an observable is. The names follow STIX 2.1 cyber-observables.</summary>
public enum ObservableKind
{
    Ipv4Addr,
    Ipv6Addr,
    DomainName,
    Url,
    EmailAddr,
    AutonomousSystem,
    FileHash,
    Text,
}

/// <summary>A technical fact, in its normal form: lower case, punycode, compressed IPv6, not defanged.</summary>
public sealed record Observable(ObservableKind Kind, string Value);
