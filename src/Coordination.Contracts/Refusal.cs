namespace Coordination.Contracts;

/// <summary>Why a request was refused: what HTTP makes of it follows from the kind.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>There is no such thing, or the caller may not know of it (404).</summary>
    Unknown,

    /// <summary>The thing is not in a state that allows this (409).</summary>
    Conflict,

    /// <summary>What the caller saw has changed since (412).</summary>
    Changed,

    /// <summary>The caller may not do this (403).</summary>
    Forbidden,
}

/// <summary>A refusal is a value: a stable code for programs, a sentence for people that says what to do next.</summary>
/// <param name="Kind">What sort of refusal this is.</param>
/// <param name="Code">Stable, dotted, lower case, for example <c>incident.closed</c>.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
/// <param name="Field">The field of the request that is wrong (a JSON pointer), where one is.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string? Field = null);
