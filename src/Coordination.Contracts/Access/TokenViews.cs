using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Access;

/// <summary>What a machine's token may be used for.</summary>
public enum TokenScope
{
    /// <summary>Deliver alerts for one source.</summary>
    Intake,

    /// <summary>Everything that an officer may do.</summary>
    Operate,

    /// <summary>Everything that an administrator may do; no case content.</summary>
    Administer,

    /// <summary>Reads everything that an auditor reads.</summary>
    Audit,

    /// <summary>Does for one institution what a responder of it may.</summary>
    Institution,

    /// <summary>Exchanges for one partner.</summary>
    Partner,
}

/// <summary>Makes a token. Its secret is in the answer, once.</summary>
public sealed record TokenRequest
{
    public required string Name { get; init; }
    public required TokenScope Scope { get; init; }

    /// <summary>For scope intake: the source.</summary>
    public string? Source { get; init; }

    /// <summary>A year from now at most. Left out: 90 days from now.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>For scope institution: which.</summary>
    public InstitutionId? Institution { get; init; }

    /// <summary>For scope partner: which.</summary>
    public PartnerId? Partner { get; init; }

    /// <summary>The rights that it may use, of those that its scope has. Left out: all of them.</summary>
    public IReadOnlyList<Right>? Rights { get; init; }
}

/// <summary>Gives a token another secret, which is in the answer, once. The token stays the same.</summary>
public sealed record TokenRotation
{
    /// <summary>How long the former secret stays good: 0 (it ends at once, with every other) to 720.</summary>
    public double OverlapHours { get; init; } = 24;

    /// <summary>When the new secret expires, a year from now at most. Left out: 90 days from now.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A token; <see cref="Secret"/> only in the answer that made it.</summary>
/// <param name="Rights">The rights that it may use.</param>
/// <param name="FormerUntil">When the last of its former secrets stops letting in; null where none does any more.</param>
/// <param name="ExpiresSoon">Within 14 days.</param>
public sealed record TokenView(
    TokenId Id, string Name, TokenScope Scope, string? Source, DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt, bool Revoked, string? Secret = null,
    InstitutionId? Institution = null, IReadOnlyList<Right>? Rights = null, DateTimeOffset? FormerUntil = null, TokenUseView? LastUse = null, bool ExpiresSoon = false, PartnerId? Partner = null);

/// <summary>When a token was last seen in use, to about an hour, and from which address.</summary>
public sealed record TokenUseView(DateTimeOffset At, string From);
