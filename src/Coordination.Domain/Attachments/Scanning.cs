using Coordination.Contracts.Attachments;

namespace Coordination.Domain.Attachments;

/// <summary>A content that is to be scanned.</summary>
public sealed record ScanOrder(string Stream, AttachmentId Attachment, string Content, long Size, int Attempt);

/// <summary>A content that nobody needs any more.</summary>
public sealed record DiscardOrder(string Stream, AttachmentId Attachment, string Content);

/// <summary>What a scan led to.</summary>
/// <param name="State"><see cref="ScanState.Clean"/>, <see cref="ScanState.Infected"/> or <see cref="ScanState.Failed"/>.</param>
/// <param name="Detail">What was found, or why it failed, in one line.</param>
public sealed record ScanResult(ScanState State, string? Detail = null)
{
    /// <summary>As it is kept: a scanner may say more than anybody reads.</summary>
    public ScanResult Cut() => Detail is { Length: > 500 } ? this with { Detail = Detail[..500] } : this;
}

/// <summary>Looks into a content. It never throws for what the scanner does; it gives up after its time limit.</summary>
public interface IScanner
{
    /// <summary>Whether there is a scanner at all.</summary>
    bool IsSet { get; }

    Task<ScanResult> ScanAsync(Stream content, CancellationToken cancellationToken);
}

/// <summary>The growing pauses after a scan that failed. After the last, someone has to ask for it anew.</summary>
public static class ScanPlan
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12), TimeSpan.FromDays(1)];

    /// <summary>When it is tried again; null where it is not.</summary>
    public static DateTimeOffset? RetryAt(ScanResult result, int attempt, DateTimeOffset now) => result.State == ScanState.Failed && PauseAfter(attempt) is { } pause ? now + pause : null;

    /// <summary>The pause after a failed attempt (from 1), or null after the last.</summary>
    public static TimeSpan? PauseAfter(int attempt) => attempt <= Pauses.Length ? Pauses[attempt - 1] : null;
}
