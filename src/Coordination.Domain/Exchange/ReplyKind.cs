using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>An answer as it is kept. What it says is a row of its stream, too.</summary>
public sealed record ReplyRow(PartnerId Partner, string About, DateTimeOffset At, PersonId? By, Tlp Label);

/// <summary>Answers to what partners gave: a stream for each.</summary>
public sealed class ReplyKind : Kind<Reply, ReplyCommand, ReplyEvent>
{
    public static readonly ReplyKind Instance = new();

    public static readonly RowTable<ReplyRow> Table = new("reply_row",
    [
        RowTable<ReplyRow>.Text("about", row => ReceivedObject.RowOf(row.Partner, row.About)),
        RowTable<ReplyRow>.Instant("at", row => row.At),
    ])
    { Indexes = ["about, at"] };

    public override string Name => "reply";

    public override Reply Empty => Reply.Empty;

    public static StreamId Stream(ReplyId id) => new("reply", id.Value);

    public override bool Begins(ReplyCommand command) => true;

    public override IEnumerable<Lookup> Needs(Reply state, ReplyCommand command) => command is WriteReply write ? [new PartnerById(write.Partner), new ObjectGiven(write.Partner, write.About)] : [];

    public override Reply Apply(Reply state, Recorded<ReplyEvent> recorded) => recorded.Event is ReplyWritten written ? state with { Written = written } : state;

    public override Effects React(StreamId stream, Reply before, IReadOnlyList<Recorded<ReplyEvent>> events, Reply after) => Reactions.OfReply(stream, events);

    public override IEnumerable<RowChange> Rows(StreamId stream, Reply before, Recorded<ReplyEvent> recorded, Reply after)
    {
        if (recorded.Event is not ReplyWritten { Made: var made } e)
        {
            yield break;
        }

        yield return Table.Put(stream.Key, new(e.Partner, e.About, e.At, recorded.Actor.AsPerson, made.What.Label));
        yield return SharedContent.Table.Put(made.What.Content, new(made.Json));
        yield return Timeline.Entry(PartnerRegister.Stream(e.Partner), stream, recorded, $"answered {{partner/{e.Partner}}} under {made.What.Label.Label()}: a {made.What.Type} on {e.About}");
    }
}
