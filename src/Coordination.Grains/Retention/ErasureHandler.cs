using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Retention;

/// <summary>Carries out erasures: finds who does the work, and reports what went in the commit that answers the message. A process that dies in the middle loses its lease, and another begins again.</summary>
internal sealed partial class ErasureHandler(IGrainFactory grains, IEnumerable<IErases> workers, IErasure erasure, ILogger<ErasureHandler> logger) : IMessageHandler
{
    public bool Takes(StreamId target) => target.Kind == "erase";

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var order = DomainJson.Read<EraseOrder>(message.Body.Span);
            var worker = workers.FirstOrDefault(one => one.Takes(order.What)) ?? throw new NotSupportedException($"Nobody erases {order.What}.");
            var erased = await worker.RunAsync(order, cancellationToken);
            await erasure.OverwriteDeletedAsync(cancellationToken);
            await grains.Thing(new StreamId("erasure", target.Key)).ExecuteAsync(new Operation
            {
                Actor = Actor.System.Value,
                Command = DomainJson.Write<ErasureCommand>(new RecordErased(erased.Parts, [.. erased.Left.Select(lane => lane.Value)])),
                Answers = [new(message.Id, message.Key, [])],
                ParkOnRefusal = true,
            });
            LogErased(logger, order.What, erased.Left.Count);
        }
    }

    [LoggerMessage(1071, LogLevel.Information, "Erased {What}; {Left} days of the intake hold alerts of others and are left")]
    private static partial void LogErased(ILogger logger, string what, int left);
}
