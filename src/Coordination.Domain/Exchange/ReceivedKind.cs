using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What partners give, and what of it was not taken.</summary>
public sealed class ReceivedKind : Kind<Received, ReceivedCommand, ReceivedEvent>
{
    /// <summary>Into how many streams what a partner gives is divided, so that its objects need not wait for one another.</summary>
    public const int Lanes = 8;

    public static readonly ReceivedKind Instance = new();

    public override string Name => "received";

    public override Received Empty => Received.Empty;

    public static StreamId Stream(PartnerId partner, int lane) => new("received", string.Create(CultureInfo.InvariantCulture, $"{partner}.{lane}"));

    /// <summary>All versions of an object, and all that share its UUID, meet in one stream. UUIDs that begin with the time, and would all meet in one, are no ids of STIX.</summary>
    /// <param name="id">A STIX id; null or another text for what has none.</param>
    public static int LaneOf(string? id)
        => id is { Length: > 36 } ? Convert.ToInt32(id.Substring(id.Length - 36, 2), 16) % Lanes : 0;

    public static PartnerId PartnerOf(StreamId stream) => PartnerId.Of(stream.Key[..stream.Key.LastIndexOf('.')]);

    public override Received Apply(Received state, Recorded<ReceivedEvent> recorded) => recorded.Event switch
    {
        ObjectsReceived e => e.Older.Aggregate(e.Objects.Aggregate(state, static (all, one) => all.Take(one)), static (all, one) => all.Remember(one)),
        ObjectsQuarantined e => state with { Quarantine = state.Quarantine.SetItems(e.Objects.Select(one => KeyValuePair.Create(one.Id, new Received.Held(one.ObjectId, one.Place, one.Code, one.Reason, recorded.At, Label: one.Label)))) },
        QuarantinedAgain e => e.Objects.Aggregate(state, static (all, one) => Changed(all, one.Id, held => held with { Times = held.Times + 1 })),
        QuarantineDismissed e => Changed(state, e.Id, held => held with { State = QuarantineState.Dismissed }),
        QuarantineAccepted e => Changed(state, e.Id, held => held with { State = QuarantineState.Accepted }).Take(e.What),
        _ => state,
    };

    public override Effects React(StreamId stream, Received before, IReadOnlyList<Recorded<ReceivedEvent>> events, Received after) => Reactions.OfReceived(stream, events);

    public override IEnumerable<RowChange> Rows(StreamId stream, Received before, Recorded<ReceivedEvent> recorded, Received after) => ReceivedRows.Of(stream, recorded, after);

    /// <summary>What became of each object, by its place: a plus, or a minus and the reason. What was known and changes nothing is not told of.</summary>
    public override IReadOnlyList<string> Tell(IReadOnlyList<Recorded<ReceivedEvent>> events) =>
    [
        .. events.SelectMany(recorded => recorded.Event switch
        {
            ObjectsReceived e => e.Objects.Select(one => $"+{one.Place}"),
            ObjectsQuarantined e => e.Objects.Select(one => NotTaken(one.Place, ReceivedRules.ToSender(one.Code, one.Reason))),
            QuarantinedAgain e => e.Objects.Select(one => NotTaken(one.Place, one.Reason)),
            _ => [],
        }),
    ];

    /// <summary>What was told of one object: its place, and why it was not taken; an empty reason where it was.</summary>
    public static (string Place, string Why) ReadTold(string told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var colon = told.IndexOf(':', StringComparison.Ordinal);
        return told[0] == '+' ? (told[1..], "") : (told.Substring(colon + 1, int.Parse(told[1..colon], CultureInfo.InvariantCulture)), told[(colon + 1 + int.Parse(told[1..colon], CultureInfo.InvariantCulture))..]);
    }

    private static string NotTaken(string place, string why) => string.Create(CultureInfo.InvariantCulture, $"-{place.Length}:{place}{why}");

    public override IEnumerable<Lookup> Needs(Received state, ReceivedCommand command)
        => command switch
        {
            ReceiveObjects receive => [OwnersOf.Of(receive.Objects), OursAmong.Of(receive.Partner, receive.Objects)],
            AcceptQuarantined accept => [OursAmong.Of(accept.Partner, [accept.What])],
            _ => [],
        };

    private static Received Changed(Received state, string id, Func<Received.Held, Received.Held> change)
        => state.Quarantine.TryGetValue(id, out var held) ? state with { Quarantine = state.Quarantine.SetItem(id, change(held)) } : state;
}
