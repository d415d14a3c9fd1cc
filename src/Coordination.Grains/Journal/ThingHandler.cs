using Coordination.Domain;
using Coordination.Domain.Escalation;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>Delivers messages to things: each is a command, answered in the commit that follows from it.</summary>
internal sealed class ThingHandler(IGrainFactory grains, Measures? measures = null) : IMessageHandler
{
    private static readonly HashSet<string> Names = [.. Kinds.All.Select(kind => kind.Name)];

    public bool Takes(StreamId target) => Names.Contains(target.Kind);

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        // Sent together they are committed together. All are waited for, so that one failure does not leave others unattended.
        var answers = messages.Select(message => grains.Thing(target).ExecuteAsync(new Operation
        {
            Actor = Actor.System.Value,
            Command = message.Body.ToArray(),
            Answers = [new(message.Id, message.Key, [])],
            ParkOnRefusal = true,
        })).ToArray();
        var answered = await Task.WhenAll(answers);
        foreach (var (answer, message) in answered.Zip(messages).Where(pair => pair.First.Events.Any(EscalationKind.IsStep)))
        {
            measures?.StepRecorded(message.Due);
        }
    }
}
