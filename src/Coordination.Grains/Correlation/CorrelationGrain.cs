using Coordination.Domain.Journal;
using Coordination.Grains.Incidents;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Correlation;

/// <summary>A name for the route of one key's sightings.</summary>
[GrainType("correlation")]
internal sealed class CorrelationGrain(IJournal journal, IIncidentNumbers numbers, TimeProvider clock) : Grain, IRouteGrain
{
    public Task RouteAsync(IReadOnlyList<Message> messages) => new SightingsRoute(GrainFactory, journal, numbers, clock).RouteAsync(messages);
}

/// <summary>Delivers sightings to their route.</summary>
internal sealed class CorrelationHandler(IGrainFactory grains) : IMessageHandler
{
    public bool Takes(StreamId target) => target.Kind == "correlation";

    public Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
        => grains.GetGrain<IRouteGrain>(GrainId.Create("correlation", target.Key))
            .RouteAsync([.. messages.Select(message => new Message(message.Id, message.Key, message.Body.ToArray()))]);
}
