using Coordination.Contracts.Live;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coordination.Host.Composition;

/// <summary>
/// Whether this process may be sent requests. Each check says by a code what is wrong. Only what is this process's own makes it unready: what the others
/// leave undone, or people have to look at, is told along with it and changes nothing.
/// </summary>
internal static class Readiness
{
    public static void AddReadiness(this IServiceCollection services)
        => services.AddHealthChecks()
            .AddCheck<ProcessCheck>("process")
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<SweepCheck>("sweep")
            .AddCheck<NoticeCheck>("notices");

    /// <summary>The code stands with the data of the check, so that the answer can name it.</summary>
    internal static HealthCheckResult Wrong(HealthStatus status, string code, string detail)
        => new(status, detail, data: new Dictionary<string, object>(StringComparer.Ordinal) { [HealthAnswer.Code] = code });
}

/// <summary>It follows the journal, and has not been told to stop.</summary>
internal sealed class ProcessCheck(JournalTail tail, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? Readiness.Wrong(HealthStatus.Unhealthy, HealthCodes.Stopping, "The server has been told to stop.")
            : !tail.Started.IsCompletedSuccessfully ? Readiness.Wrong(HealthStatus.Unhealthy, HealthCodes.Starting, "The server is starting.")
            : HealthCheckResult.Healthy());
}

/// <summary>The database answers, and soon.</summary>
internal sealed class DatabaseCheck(IJournalFeed feed, [FromKeyedServices(Clocks.Surface)] TimeProvider wall) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await feed.NowAsync(cancellationToken).WaitAsync(Patience, wall, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What the driver says may name the database and its user; who may know that reads the log.
            return Readiness.Wrong(HealthStatus.Unhealthy, HealthCodes.DatabaseSilent, "The database does not answer. Nothing that was answered is lost.");
        }
    }
}

/// <summary>Its sweeper finishes a sweep every few seconds.</summary>
internal sealed class SweepCheck(Dispatcher dispatcher) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(dispatcher.SweepSilence is var silence && silence > SystemHealth.SweepPatience
            ? Readiness.Wrong(HealthStatus.Unhealthy, HealthCodes.SweepStopped, SystemHealth.SweepStopped(silence))
            : HealthCheckResult.Healthy());
}

/// <summary>What the boards show besides, the first of it. It is no reason to send requests elsewhere.</summary>
internal sealed class NoticeCheck(SystemHealth health) : IHealthCheck
{
    private static readonly string[] Own = [HealthCodes.SweepStopped, HealthCodes.DatabaseSilent];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(health.Now.Alarms.FirstOrDefault(alarm => !Own.Contains(alarm.Code)) is { } notice
            ? Readiness.Wrong(HealthStatus.Degraded, notice.Code, notice.Detail)
            : HealthCheckResult.Healthy());
}
