using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Coordination.Host.Access.Limits;

/// <summary>
/// A token bucket that goes by a clock which is handed in, and that lets itself be overdrawn: what has begun is let through whole, and the next waits until it is made up for. So a large
/// delivery is neither impossible nor cheaper than many small ones.
/// </summary>
internal sealed class TokenBucket : RateLimiter
{
    private readonly Lock _lock = new();
    private readonly double _perSecond;
    private readonly double _atOnce;
    private readonly TimeProvider _clock;
    private double _left;
    private long _at;

    public TokenBucket(double perSecond, double atOnce, TimeProvider clock)
    {
        (_perSecond, _atOnce, _clock) = (perSecond, atOnce, clock);
        (_left, _at) = (atOnce, clock.GetTimestamp());
    }

    /// <summary>A full one can be forgotten: a new one would be the same.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                var idle = _clock.GetElapsedTime(_at).TotalSeconds - ((_atOnce - _left) / _perSecond);
                return idle > 0 ? TimeSpan.FromSeconds(idle) : null;
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>What was let in turned out to be so much more. It is taken unless others have overdrawn the bucket since.</summary>
    public RateLimitLease GoOn(int more) => Take(more, least: 0);

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Take(permitCount, least: 1);

    private Lease Take(int count, double least)
    {
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            _left = Math.Min(_atOnce, _left + (_clock.GetElapsedTime(_at, now).TotalSeconds * _perSecond));
            _at = now;
            // Sums of fractions are a little off: what was promised for this moment must not be refused for a millionth.
            if (_left < least - 1e-6)
            {
                return new(TimeSpan.FromSeconds((1 - _left) / _perSecond));
            }

            _left -= count;
            return Lease.Acquired;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public static readonly Lease Acquired = new(null);

        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
