using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR.Client;

namespace Coordination.Console.Live;

/// <summary>
/// Pauses between attempts to come back: short at first, at most half a minute, never an end. Jitter keeps the consoles of a
/// whole CERT from coming back in the same instant after a restart.
/// </summary>
internal sealed class EndlessRetry : IRetryPolicy
{
    private const int LongestMilliseconds = 30_000;

    public TimeSpan? NextRetryDelay(RetryContext retryContext) => Pause(retryContext.PreviousRetryCount);

    /// <summary>The pause before an attempt, counted from 0: between half of its step and the whole of it.</summary>
    public static TimeSpan Pause(long attempt)
    {
        var whole = attempt == 0 ? 400 : (int)Math.Min(LongestMilliseconds, 1000L << (int)Math.Min(attempt - 1, 10));
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(whole / 2, whole + 1));
    }
}
