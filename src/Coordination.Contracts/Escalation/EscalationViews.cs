using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.OnCall;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Escalation;

/// <summary>Where an escalation stands.</summary>
public enum EscalationStatus
{
    /// <summary>The next step will run at its time.</summary>
    Running,

    /// <summary>All rounds are over and nobody has acknowledged: people must look.</summary>
    Exhausted,

    /// <summary>Someone acknowledged, or the subject was closed.</summary>
    Stopped,
}

/// <summary>One run of a policy for one subject.</summary>
public sealed record EscalationView
{
    /// <summary>The stream of the run.</summary>
    public required string Id { get; init; }
    public required long Version { get; init; }

    /// <summary>The stream of the subject, for example <c>incident/…</c>.</summary>
    public required string Subject { get; init; }
    public required EscalationStatus Status { get; init; }
    public required string Policy { get; init; }

    /// <summary>The round that is running, from 1.</summary>
    public required int Round { get; init; }
    public required int Rounds { get; init; }

    /// <summary>The step that ran last, from 1.</summary>
    public required int Step { get; init; }
    public required int Steps { get; init; }

    /// <summary>When the next step runs.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Exhausted, and nobody has taken the alarm.</summary>
    public bool Alarm { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>Whom a step reaches. Exactly one of the fields is given.</summary>
public sealed record StepTarget
{
    public PersonId? Person { get; init; }

    /// <summary>Whoever is on call of this roster when the step runs.</summary>
    public RosterId? OnCall { get; init; }

    /// <summary>A webhook address.</summary>
    public string? Webhook { get; init; }

    /// <summary>Contacts of an institution. Only what concerns that institution reaches them; a policy of officers cannot name them.</summary>
    public InstitutionContacts? Contacts { get; init; }

    /// <summary>Contacts of a partner. Only a request to that partner reaches them; a policy of officers cannot name them.</summary>
    public PartnerContacts? Partner { get; init; }
}

/// <summary>Those contacts of an institution who have this role.</summary>
public sealed record InstitutionContacts(InstitutionId Institution, ContactRole Role);

/// <summary>Those contacts of a partner who have this role.</summary>
public sealed record PartnerContacts(PartnerId Partner, ContactRole Role);

/// <summary>A step: whom, and how long until the next.</summary>
public sealed record PolicyStep(IReadOnlyList<StepTarget> Targets, int WaitMinutes);

/// <summary>The steps of an escalation and when they are used.</summary>
public sealed record PolicyView(PolicyId Id, long Version, string Name, IReadOnlyList<Severity> Severities, IReadOnlyList<PolicyStep> Steps, int Rounds);

/// <summary>Makes or changes a policy.</summary>
public sealed record PolicyRequest
{
    public required string Name { get; init; }

    /// <summary>Severities at which an incident starts this policy.</summary>
    public required IReadOnlyList<Severity> Severities { get; init; }
    public required IReadOnlyList<PolicyStep> Steps { get; init; }

    /// <summary>How often all steps are gone through, 1 to 10.</summary>
    public int Rounds { get; init; } = 1;
}
