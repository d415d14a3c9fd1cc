using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coordination.Host.Composition;

/// <summary>Ready: the database answers and this process has begun to follow the journal. Not ready again from the moment it is told to stop.</summary>
internal sealed class Readiness(IJournalFeed feed, JournalTail tail, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested || !tail.Started.IsCompletedSuccessfully)
        {
            return HealthCheckResult.Unhealthy();
        }

        await feed.NowAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
