using Coordination.Host.Composition;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Access.Limits;

/// <summary>How often one connection of the hub may call: a console calls when somebody opens something, so a loop is a mistake or an attack.</summary>
internal sealed class HubLimits(IOptions<CoordinationOptions> options, [FromKeyedServices(Clocks.Surface)] TimeProvider wall) : IHubFilter
{
    private static readonly object Key = new();

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var limits = options.Value.Limits;
        if (limits.Enabled)
        {
            context.Context.Items[Key] = new TokenBucket(limits.HubCallsPerSecond, limits.HubCallsAtOnce, wall);
        }

        return next(context);
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        ArgumentNullException.ThrowIfNull(invocationContext);
        ArgumentNullException.ThrowIfNull(next);
        if (invocationContext.Context.Items.TryGetValue(Key, out var kept) && kept is TokenBucket bucket)
        {
            using var lease = bucket.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                throw new HubException("request.too-many");
            }
        }

        return next(invocationContext);
    }
}
