using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Coordination.Grains.Access;

/// <summary>Seals each call that this process makes to a grain.</summary>
public sealed class SealOutgoing(CallerKey key, TimeProvider clock) : IOutgoingGrainCallFilter
{
    /// <summary>Under which name the seal travels with a call.</summary>
    internal const string Name = "coordination.seal";

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RequestContext.Set(Name, CallerSeal.Make(key, context.TargetId, context.MethodName, context.Request, clock.GetUtcNow()));
        return context.Invoke();
    }
}

/// <summary>Refuses every call to a grain that bears no seal, whatever its interface: the things, the routes, and Orleans' own extensions of them. What else travels with a call is not believed.</summary>
internal sealed partial class SealedOnly(CallerKey key, TimeProvider clock, ILogger<SealedOnly> log) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // By system targets the processes keep their cluster together; those calls are Orleans' own, and made before there is anything of ours.
        if (!context.TargetId.IsSystemTarget()
            && CallerSeal.Refuse(key, RequestContext.Get(SealOutgoing.Name) as byte[], context.TargetId, context.MethodName, context.Request, clock.GetUtcNow()) is { } why)
        {
            LogRefused(log, context.TargetId, context.MethodName, why);
            throw new CallerRefusedException($"The call of {context.MethodName} of {context.TargetId} is refused: {why}.");
        }

        return context.Invoke();
    }

    [LoggerMessage(1061, LogLevel.Warning, "A call of {Method} of {Grain} was refused: {Why}")]
    private static partial void LogRefused(ILogger log, GrainId grain, string method, string why);
}

/// <summary>Who calls a grain is none of the processes of this database.</summary>
[GenerateSerializer, Alias("caller-refused")]
public sealed class CallerRefusedException : Exception
{
    public CallerRefusedException()
    {
    }

    public CallerRefusedException(string message) : base(message)
    {
    }

    public CallerRefusedException(string message, Exception inner) : base(message, inner)
    {
    }
}
