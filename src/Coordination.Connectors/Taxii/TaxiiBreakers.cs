using System.Collections.Concurrent;
using System.Globalization;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Coordination.Connectors.Taxii;

/// <summary>
/// Tries again what may pass, a little later and never all at once, and leaves a server alone that goes on failing: for a minute, then longer each time that one try shows that nothing is better. Each way has its own: what is wrong with what it gives is no reason to bring it nothing.
/// </summary>
internal sealed class TaxiiBreakers(TimeProvider clock)
{
    public const int Attempts = 3;

    /// <summary>So many attempts in <see cref="Window"/>, half of them failures, and it is left alone.</summary>
    public const int Least = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Who wants to be left alone for longer than that is not tried again by the same step.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Partner, TaxiiWay Way), Line> _lines = new();

    public DateTimeOffset? OpenUntil(string partner, TaxiiWay way) => _lines.TryGetValue((partner, way), out var line) && line.Breaker.CircuitState == CircuitState.Open ? line.Until : null;

    public Task CloseAsync(string partner, TaxiiWay way) => _lines.TryGetValue((partner, way), out var line) ? line.Control.CloseAsync() : Task.CompletedTask;

    public async Task<TaxiiAnswer<T>> RunAsync<T>(TaxiiServer server, TaxiiWay way, Func<CancellationToken, Task<TaxiiAnswer<T>>> ask, CancellationToken cancellationToken) where T : class
    {
        // What failed at one address is no reason to leave another alone.
        var line = _lines.AddOrUpdate((server.Partner, way), _ => new(clock, server.ApiRoot), (_, known) => known.ApiRoot == server.ApiRoot ? known : new(clock, server.ApiRoot));
        TaxiiAnswer<T>? last = null;
        try
        {
            await line.Pipeline.ExecuteAsync(
                async token =>
                {
                    last = await ask(token);
                    return last.Trouble;
                },
                cancellationToken);
            return last!;
        }
        catch (BrokenCircuitException)
        {
            // What the attempt before said is worth more than that there is no next one.
            return last ?? new(null, new(TaxiiFault.LeftAlone, string.Create(CultureInfo.InvariantCulture, $"The server failed too often and is left alone until {line.Until:yyyy-MM-dd HH:mm:ss} UTC."), line.Until - clock.GetUtcNow()));
        }
    }

    /// <summary>A partner's way, at the address that it has now: retry around the breaker, so that each attempt counts.</summary>
    private sealed class Line
    {
        public Line(TimeProvider clock, Uri apiRoot)
        {
            ApiRoot = apiRoot;
            Pipeline = new ResiliencePipelineBuilder<TaxiiTrouble?> { TimeProvider = clock }
                .AddRetry(new RetryStrategyOptions<TaxiiTrouble?>
                {
                    ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { Passing: true, Fault: not TaxiiFault.Malformed } trouble && (trouble.RetryAfter ?? TimeSpan.Zero) <= LongestPause),
                    MaxRetryAttempts = Attempts - 1,
                    Delay = TimeSpan.FromSeconds(1),
                    MaxDelay = LongestPause,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
                })
                .AddCircuitBreaker(new CircuitBreakerStrategyOptions<TaxiiTrouble?>
                {
                    ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { Passing: true }),
                    FailureRatio = 0.5,
                    MinimumThroughput = Least,
                    SamplingDuration = Window,
                    BreakDurationGenerator = static args => ValueTask.FromResult(TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(args.HalfOpenAttempts, 10)))),
                    StateProvider = Breaker,
                    ManualControl = Control,
                    OnOpened = args =>
                    {
                        Until = clock.GetUtcNow() + args.BreakDuration;
                        return ValueTask.CompletedTask;
                    },
                })
                .Build();
        }

        public Uri ApiRoot { get; }
        public CircuitBreakerStateProvider Breaker { get; } = new();
        public CircuitBreakerManualControl Control { get; } = new();
        public ResiliencePipeline<TaxiiTrouble?> Pipeline { get; }
        public DateTimeOffset Until { get; private set; }
    }
}
