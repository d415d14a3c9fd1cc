using Coordination.Connectors;
using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Partners;

namespace Coordination.Host.Exchange;

/// <summary>
/// Follows partners' servers, a step at a time and never inside a grain. A page's objects are taken before the cursor is committed, and what is sent is recorded before it leaves: whoever is
/// killed loses one step, which is done again. What is brought twice is known, what goes twice has the same ids and versions.
/// </summary>
internal sealed class PeerPump(PeerPolls polls, PeerPushes pushes, PeerMeasures measures, PartnerStandings standings, IRows rows, Patience patience, TimeProvider clock) : IMessageHandler, IDisposable
{
    /// <summary>Steps at a time; a slow server holds one of them for a bounded time, and none of its partner's other way.</summary>
    private readonly SemaphoreSlim _places = new(8);

    public bool Takes(StreamId target) => target.Kind is "peer-poll" or "peer-push";

    public bool TalksOutside => true;

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            foreach (var message in messages)
            {
                var partner = PartnerId.Of(target.Key);
                await patience.AskAsync(
                    PeerKind.Stream(partner),
                    new Operation
                    {
                        Actor = Actor.System.Value,
                        Command = DomainJson.Write(target.Kind == "peer-poll" ? await PollAsync(partner, message, cancellationToken) : await PushAsync(partner, message, cancellationToken)),
                        Answers = [new(message.Id, message.Key, [])],
                        ParkOnRefusal = true,
                    },
                    cancellationToken);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<PeerCommand> PollAsync(PartnerId partner, OutboxMessage message, CancellationToken cancellationToken)
    {
        var order = DomainJson.Read<PollOrder>(message.Body.Span);
        var peer = (await rows.FindAsync(PeerKind.Table, partner.Value, cancellationToken))?.Value;
        PeerPolled? step = null;
        if (peer is not null && peer.PollKey == order.Key)
        {
            step = peer.InTurn is not { } collection ? new(null, null, 0, 0, 0, false, Ends: true)
                : await StandingAsync(partner, cancellationToken) is { Trouble: { } closed } ? new(null, null, 0, 0, 0, false, closed, Ends: true)
                : await TriedAsync(() => polls.StepAsync(partner, peer, collection, cancellationToken), odd => new PeerPolled(collection, null, 0, 0, 0, false, odd));
            measures.Stepped("poll", step.Trouble);
        }

        return new RecordPeerPoll(order.Key, step);
    }

    private async Task<PeerCommand> PushAsync(PartnerId partner, OutboxMessage message, CancellationToken cancellationToken)
    {
        var order = DomainJson.Read<PushOrder>(message.Body.Span);
        var peer = (await rows.FindAsync(PeerKind.Table, partner.Value, cancellationToken))?.Value;
        PeerPushed? step = null;
        if (peer is not null && peer.PushKey == order.Key)
        {
            var (standing, closed) = await StandingAsync(partner, cancellationToken);
            step = closed is not null ? Held(closed) : await TriedAsync(() => pushes.StepAsync(standing!, peer, cancellationToken), Held);
            measures.Stepped("push", step.Trouble);
        }

        return new RecordPeerPush(order.Key, step);

        PeerPushed Held(PeerTrouble trouble) => PeerPushed.At(peer.Mark) with { Sent = peer.Sent, Trouble = trouble };
    }

    /// <summary>Whatever a server does that nothing here foresaw is a failure of this step, with the reason; what passes by itself here makes it come again.</summary>
    private static async Task<T> TriedAsync<T>(Func<Task<T>> step, Func<PeerTrouble, T> failed)
    {
        try
        {
            return await step();
        }
        catch (Exception failure) when (failure is not (NoAnswerException or OutOfMemoryException) && !Passing.Is(failure))
        {
            return failed(new($"It could not be handled here: {OneLine.Of(failure.Message, 300)}"));
        }
    }

    /// <summary>How the partner stands now; with the reason where nothing is exchanged with it. Whoever resumes or changes it wakes polls and pushes, and so does its agreement when it begins.</summary>
    private async Task<(PartnerStanding? Standing, PeerTrouble? Trouble)> StandingAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        if (await standings.FindAsync(partner, cancellationToken) is not { } standing)
        {
            return (null, new("There is no such partner any more.", Counts: false));
        }

        var flow = standing.FlowAt(clock.GetUtcNow());
        return flow == PartnerFlow.Open ? (standing, null) : (standing, PeerTroubles.Of(flow));
    }
}
