using Coordination.Domain;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Host.Exchange;

/// <summary>Has all sharings of a partner, or of a thing, looked at again. It may begin anew: who was asked in this matter before is not asked twice.</summary>
internal sealed class SharingsAgain(IRows rows, Patience patience) : IMessageHandler
{
    public bool Takes(StreamId target) => target.Kind == "sharings";

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var dot = target.Key.IndexOf('.', StringComparison.Ordinal);
        var filter = target.Key.StartsWith("partner.", StringComparison.Ordinal)
            ? RowFilter.Is("partner", target.Key["partner.".Length..])
            : RowFilter.Is("origin", $"{target.Key[..dot]}/{target.Key[(dot + 1)..]}");
        foreach (var message in messages)
        {
            var because = DomainJson.Read<SharingsOrder>(message.Body.Span).Because;
            await foreach (var row in rows.AllAsync(SharingKind.Table, filter, cancellationToken))
            {
                await AskAsync(row.Stream, because, new() { Id = $"{message.Id}/{row.Id}", Actor = Actor.System.Value, Command = [] }, cancellationToken);
            }

            // A sharing of nothing: it has nothing to look at, and the message is answered.
            await AskAsync(new("sharing", target.Key), because, new() { Actor = Actor.System.Value, Command = [], Answers = [new(message.Id, message.Key, [])], ParkOnRefusal = true }, cancellationToken);
        }
    }

    private Task<Answer> AskAsync(StreamId sharing, string because, Operation operation, CancellationToken cancellationToken)
        => patience.AskAsync(sharing, operation with { Command = DomainJson.Write<SharingCommand>(new LookAtSharing(because)) }, cancellationToken);
}
