using Coordination.Host.Access.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Host.Tests.Access;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void What_has_begun_is_taken_whole_and_made_up_for()
    {
        using var bucket = new TokenBucket(perSecond: 10, atOnce: 20, _clock);
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        Assert.True(bucket.GoOn(119).IsAcquired);
        Assert.False(bucket.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(bucket.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        Assert.True(bucket.GoOn(0).IsAcquired);
    }

    [Fact]
    public void Of_two_that_began_together_the_second_is_not_taken_once_the_first_has_overdrawn_it()
    {
        using var bucket = new TokenBucket(perSecond: 10, atOnce: 20, _clock);
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        Assert.True(bucket.GoOn(50).IsAcquired);
        Assert.False(bucket.GoOn(50).IsAcquired);
    }

    [Fact]
    public void Only_a_full_one_is_idle_and_forgotten()
    {
        using var bucket = new TokenBucket(perSecond: 10, atOnce: 20, _clock);
        bucket.AttemptAcquire();
        Assert.Null(bucket.IdleDuration);
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(1, bucket.IdleDuration!.Value.TotalSeconds, 3);
    }
}
