using Coordination.Contracts.Intake;

namespace Coordination.Contracts;

/// <summary>A page of a list. <see cref="Next"/> is the cursor of the next page, or null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>A problem document (RFC 9457) with a stable code.</summary>
public sealed record Problem
{
    public string Type { get; init; } = "about:blank";
    public int Status { get; init; }
    public string? Title { get; init; }
    public string? Detail { get; init; }

    /// <summary>Stable code for programs, for example <c>incident.closed</c>.</summary>
    public string? Code { get; init; }

    /// <summary>JSON pointer of the field that is wrong.</summary>
    public string? Field { get; init; }

    /// <summary>For <c>incident.changed</c>: what has changed since the version that the request named.</summary>
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>For <c>intake.nothing-accepted</c>: why each line was refused.</summary>
    public IReadOnlyList<Receipt>? Receipts { get; init; }
}
