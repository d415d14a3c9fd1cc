using Coordination.Contracts.Intake;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Domain.Tests.Intake;

public sealed class Accepting
{
    private static readonly SourceRequest Source = new() { Name = "Sinkhole", DefaultTlp = Contracts.Tlp.Red };

    [Fact]
    public void Whatever_comes_in_however_many_deliveries_each_line_is_one_alert_and_every_other_copy_is_counted()
        => Gen.Int[0, 6].List[0, 12].List[1, 8].Sample(deliveries =>
        {
            var claims = new HashSet<AlertId>();
            // Two lanes stand for midnight: the second has not seen what the first has, and finds it by its claim.
            var lanes = new[] { Lane("2026-03-02", claims), Lane("2026-03-03", claims) };
            for (var index = 0; index < deliveries.Count; index++)
            {
                var lane = lanes[index * 2 / deliveries.Count];
                lane.Do(new AcceptAlerts(Samples.Sinkhole, [.. deliveries[index].Select(Arrival)]));
                Assert.All(lane.Effects.Claims, claim => Assert.True(claims.Add(AlertId.Of(claim.Value))));
            }

            var lines = deliveries.SelectMany(delivery => delivery).ToArray();
            var events = lanes.SelectMany(lane => lane.Events).ToArray();
            var received = events.OfType<AlertReceived>().Select(one => one.Alert.Id).ToArray();
            Assert.Equal(lines.Distinct().Select(line => Arrival(line).Id).Order(Comparer<AlertId>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value))), received.Order(Comparer<AlertId>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value))));
            Assert.All(events.OfType<AlertRepeated>(), repeated => Assert.Contains(repeated.Alert, received));
            Assert.Equal(lines.Length, received.Length + events.OfType<AlertRepeated>().Sum(repeated => repeated.Count));
        });

    [Fact]
    public void Copies_within_one_delivery_are_one_event_with_a_count()
    {
        var lane = Lane("2026-03-02", []);
        var decision = lane.Do(new AcceptAlerts(Samples.Sinkhole, [.. Enumerable.Repeat(1, 1_000).Select(Arrival)]));
        Assert.Collection(
            decision.Events,
            first => Assert.Equal((Samples.Harbour, Contracts.Tlp.Red), (((AlertReceived)first).Alert.Institution, ((AlertReceived)first).Alert.DefaultTlp)),
            rest => Assert.Equal(999, ((AlertRepeated)rest).Count));
    }

    [Fact]
    public void A_source_that_is_not_known_delivers_nothing()
        => Assert.Equal(SourceRefusals.Unknown, Lane("2026-03-02", [], known: false).Ask(new AcceptAlerts(Samples.Sinkhole, [Arrival(1)])).Refusal);

    [Fact]
    public void A_line_is_the_same_alert_only_if_everything_that_makes_it_one_is_the_same()
    {
        var line = IntakeSamples.Line;
        var same = Fingerprint.Of(Samples.Sinkhole, line, Samples.Noon);
        Assert.Equal(same, Fingerprint.Of(Samples.Sinkhole, line with { Title = "Other words", MalwareName = "x", OccurredAt = Samples.Noon.Date.AddHours(23) }, Samples.Noon.AddDays(3)));
        Assert.All(
            new[]
            {
                line with { Feed = "x" }, line with { Classification = "spam" }, line with { SourceIp = "192.0.2.8" }, line with { SourceFqdn = "x.example" }, line with { SourceUrl = "http://x.example/" },
                line with { SourceNetwork = "192.0.2.0/25" }, line with { SourceAccount = "x@x.example" }, line with { SourceAsn = 1 }, line with { SourcePort = 1 }, line with { DestinationIp = "198.51.100.2" },
                line with { DestinationFqdn = "x.example" }, line with { DestinationPort = 1 }, line with { Identifier = "x" }, line with { OccurredAt = Samples.Noon.AddDays(1) },
            },
            other => Assert.NotEqual(same, Fingerprint.Of(Samples.Sinkhole, other, Samples.Noon)));
        Assert.NotEqual(same, Fingerprint.Of(SourceId.Of("other"), line, Samples.Noon));
    }

    [Fact]
    public void What_moves_from_one_field_to_the_next_is_another_line()
        => Assert.NotEqual(
            Fingerprint.Of(Samples.Sinkhole, new() { Title = "t", Classification = "spam", Identifier = "i", Feed = "a", SourceIp = null, SourceFqdn = "b" }, Samples.Noon),
            Fingerprint.Of(Samples.Sinkhole, new() { Title = "t", Classification = "spam", Identifier = "i", Feed = "a", SourceIp = "b", SourceFqdn = null }, Samples.Noon));

    [Fact]
    public void Without_an_identifier_the_title_tells_two_lines_apart()
        => Assert.NotEqual(
            Fingerprint.Of(Samples.Sinkhole, IntakeSamples.Line with { Identifier = null, Title = "one" }, Samples.Noon),
            Fingerprint.Of(Samples.Sinkhole, IntakeSamples.Line with { Identifier = null, Title = "two" }, Samples.Noon));

    [Fact]
    public void The_same_alert_always_meets_itself_in_one_lane()
        => Gen.Int.Sample(number => Assert.InRange(Fingerprint.Lane(Arrival(number).Id, IntakeKind.Lanes), 0, IntakeKind.Lanes - 1));

    private static Arrival Arrival(int number)
    {
        var line = IntakeSamples.Line with { Identifier = $"{number}" };
        return new(Fingerprint.Of(Samples.Sinkhole, line, Samples.Noon), line, [1, 2, 3]);
    }

    private static Played<IntakeLane, IntakeCommand, IntakeEvent> Lane(string day, HashSet<AlertId> claims, bool known = true)
        => new(IntakeKind.Instance, new("intake", $"sinkhole/{day}/0"), question => question switch
        {
            SourceById => known ? Source : null,
            AlertsAmong { Ids: var ids } => new KnownAlerts(ids.Split(' ').Select(AlertId.Of).Where(claims.Contains).ToHashSet()),
            WhoseIs => new Attribution(Samples.Harbour, "network 192.0.2.0/24"),
            _ => null,
        });
}
