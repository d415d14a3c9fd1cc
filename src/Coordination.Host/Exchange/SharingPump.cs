using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Host.Exchange;

/// <summary>
/// Makes what leaves to a partner, never inside a grain: takes back what waits, writes what may be said at this moment, and has the sharing record what of it is new. Only that record lays anything ready, under a key
/// which is closed by whatever makes it untrue. Killed anywhere it begins again: what it takes back stays back, and nothing was recorded.
/// </summary>
internal sealed class SharingPump(SharingDrafts drafts, SharedSoFar soFar, IRows rows, Patience patience) : IMessageHandler
{
    public bool Takes(StreamId target) => target.Kind == "sharing-work";

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var sharing = new StreamId("sharing", target.Key);
        foreach (var message in messages)
        {
            var order = DomainJson.Read<SharingOrder>(message.Body.Span);
            var row = await rows.FindAsync(SharingKind.Table, sharing.Key, cancellationToken);
            // An older order was overtaken: its key is closed, and it is only answered.
            var made = row is { } line && line.Value.Round == order.Round ? await MadeAsync(sharing, line.Value, message.Id, cancellationToken) : new Made([], DateTimeOffset.MinValue, null, []);
            await patience.AskAsync(
                sharing,
                new Operation
                {
                    Actor = Actor.System.Value,
                    Command = DomainJson.Write<SharingCommand>(new RecordMade(order.Round, made)),
                    Answers = [new(message.Id, message.Key, [])],
                    ParkOnRefusal = true,
                },
                cancellationToken);
        }
    }

    private async Task<Made> MadeAsync(StreamId sharing, SharingRow row, string message, CancellationToken cancellationToken)
    {
        var origin = new StreamId(row.Origin);
        await WithdrawAsync(row.Partner, origin, row.State, message, cancellationToken);

        // What lies there now has left: nothing is added for this thing but by the record that follows, and what waited is gone.
        var left = await soFar.LeftAsync(row.Partner, origin, cancellationToken);
        var draft = await drafts.OfAsync(origin, row.Partner, row.Terms.Indicators, row.MadeAt, cancellationToken);
        var problem = draft.Problem
            ?? (left.TryGetValue(draft.Own, out var own) && own.What.Revokes ? SharingRefusals.Revoked : null)
            ?? (row.Terms.Preview is { } seen && seen != draft.Hash ? SharingRefusals.Changed : null);
        if (row.State is SharingState.Ended)
        {
            return new([], draft.At, null, row.Revealed);
        }

        var recalled = row.State == SharingState.Recalled;
        if (recalled || problem is not null)
        {
            // Where only the way is closed, what was said still holds.
            var revokes = recalled || PartnerDisclosure.EndsWhatLeft(draft.Problem);
            return new(SharingDifference.Made(sharing, row.Origin, draft, SharingDifference.Of([], left, draft.At, revokes)), draft.At, null, revokes ? [] : row.Revealed, problem, revokes);
        }

        var objects = SharingDifference.Made(sharing, row.Origin, draft, SharingDifference.Of(draft.Objects, left, draft.At, revokes: true));
        // Asked before it is recorded: what the collection refuses must not stand here as shared.
        return await soFar.RefuseAsync(row.Partner, objects, cancellationToken) is { } refused
            ? new([], draft.At, null, row.Revealed, refused)
            : new(objects, draft.At, draft.Label, [.. draft.Revealed.Select(one => one.Id)]);
    }

    private Task<Answer> WithdrawAsync(PartnerId partner, StreamId origin, SharingState state, string message, CancellationToken cancellationToken)
        => patience.AskAsync(
            CollectionKind.Stream(partner),
            new Operation
            {
                Id = $"{message}/withdraw",
                Actor = Actor.System.Value,
                Command = DomainJson.Write<CollectionCommand>(new WithdrawObjects(origin.Value, state switch
                {
                    SharingState.Ended => "it is no longer shared",
                    SharingState.Recalled => "it was called back",
                    _ => "it is made anew",
                }, Revocations: state != SharingState.Ended)),
            },
            cancellationToken);
}
