using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Domain.Tests.Partners;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_a_received_object_is_answered
{
    private const string About = "indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f";
    private static readonly StreamId Stream = ReplyKind.Stream(ReplyId.Of("r1"));

    [Fact]
    public void It_lies_ready_for_that_partner_with_the_event_and_is_written_once()
    {
        var reply = Play();
        reply.Do(Write(), Actor.Person(Samples.Ada));
        var laid = Assert.Single(reply.Effects.Arm);
        Assert.Equal("collection/lighthouse", laid.Target.Value);
        Assert.Equal(ReceivedSamples.Answered.What.Id, Assert.Single(Assert.IsType<AddObjects>(DomainJson.Read<CollectionCommand>(laid.Body.Span)).Objects).Id);
        Assert.Equal(ReplyRefusals.Exists, reply.Ask(Write(), Actor.Person(Samples.Ada)).Refusal);
    }

    [Theory]
    [InlineData("sharing.not-person")]
    [InlineData("partner.unknown")]
    [InlineData("received.unknown")]
    [InlineData("reply.not-an-indicator")]
    [InlineData("sharing.exercise")]
    [InlineData("sharing.above-ceiling")]
    public void It_is_said_why_it_does_not_go(string code)
        => Assert.Equal(code, Play(code).Ask(Write() with { Exercise = code == "sharing.exercise" }, code == "sharing.not-person" ? Actor.System : Actor.Person(Samples.Ada)).Refusal?.Code);

    [Theory]
    [InlineData(Tlp.Amber, false, true)]
    [InlineData(Tlp.AmberStrict, false, false)]
    [InlineData(Tlp.Green, true, false)]
    public void It_leaves_only_while_label_and_flow_let_it(Tlp label, bool paused, bool leaves)
        => Assert.Equal(leaves, StillMayLeave.OfAnswer(
            new(Samples.Lighthouse, PartnerKind.Cert, Tlp.Amber, new(), paused, []), ReceivedSamples.Answered.What with { Label = label }, Samples.Noon));

    private static WriteReply Write() => new(Samples.Lighthouse, About, "On our mail server too", new(Samples.Noon, Samples.Noon), Samples.Noon, ReceivedSamples.Answered);

    private static Played<Reply, ReplyCommand, ReplyEvent> Play(string? code = null) => new(ReplyKind.Instance, Stream, need => need switch
    {
        PartnerById when code != "partner.unknown" => new PartnerRow(PartnerSamples.LighthouseFacts with { Kind = PartnerKind.Cert, Ceiling = code == "sharing.above-ceiling" ? Tlp.Clear : Tlp.Amber, Agreement = new() }),
        ObjectGiven when code != "received.unknown" => new ReceivedObjectRow(
            Samples.Lighthouse, About, code == "reply.not-an-indicator" ? "report" : "indicator", null, null, Tlp.Green, false, false, null, Samples.Noon, "s1", null, []),
        _ => null,
    });
}
