using System.Text;
using System.Text.Json.Nodes;
using Coordination.Connectors.Intake;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Intake;

public sealed class What_alertmanager_says
{
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Sample = File.ReadAllBytes(Repository.PathOf("tests", "data", "alertmanager", "notification.json"));

    [Fact]
    public void Each_alert_of_the_group_is_a_line_with_its_own_bytes()
    {
        var lines = Read(Sample);

        Assert.Equal([1, 2, 3], lines.Select(line => line.Number));
        Assert.All(lines, line => Assert.Null(line.Refusal));
        Assert.Equal(
            [
                new IncomingAlert
                {
                    Title = "HostDown: 192.0.2.9 has not answered for 5 minutes", Classification = "outage", Identifier = "8e3a5f0c2d1b4a69", Feed = "coordination", Severity = Severity.Critical, Tlp = Tlp.Green,
                    SourceIp = "192.0.2.9", SourcePort = 9100, OccurredAt = new DateTimeOffset(2026, 1, 2, 10, 5, 0, TimeSpan.Zero).AddTicks(1234567), Link = "https://prometheus.cert.example/graph?g0.expr=up+%3D%3D+0",
                },
                new IncomingAlert
                {
                    Title = "HostDown: 2001:db8:1::5 answers again", Classification = "undetermined", Identifier = "0f6d2b7c9a1e3d58", Feed = "coordination", Severity = Severity.Medium,
                    SourceIp = "2001:db8:1::5", SourcePort = 9100, OccurredAt = new DateTimeOffset(2026, 1, 2, 7, 0, 0, TimeSpan.Zero), Resolved = true,
                },
                new IncomingAlert
                {
                    Title = "ProbeFailed", Classification = "undetermined", Identifier = "5c41be90aa77d210", Feed = "coordination",
                    SourceUrl = "https://portal.alma.example/login", OccurredAt = new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero),
                },
            ],
            lines.Select(line => line.Alert));
        Assert.Equal(JsonNode.Parse(Sample)!["alerts"]![2]!.ToJsonString(), JsonNode.Parse(lines[2].Original.Span)!.ToJsonString());
    }

    [Theory]
    [InlineData("localhost:9090")]
    [InlineData("my exporter")]
    [InlineData("")]
    public void An_instance_that_is_no_place_says_nothing_of_where(string instance)
    {
        var alert = Changed(alert => alert["labels"]!["instance"] = instance)[0].Alert!;

        Assert.Equal((null, null, null, null), (alert.SourceIp, alert.SourceFqdn, alert.SourceUrl, alert.SourcePort));
    }

    [Theory]
    [InlineData("/labels/alertname", "labels", """{"severity":"critical"}""")]
    [InlineData("/labels", "labels", "5")]
    [InlineData("/status", "status", "\"suppressed\"")]
    [InlineData("/status", "status", "null")]
    [InlineData("/startsAt", "startsAt", "\"yesterday\"")]
    [InlineData("/labels/rsit", "labels", """{"alertname":"A","rsit":"nonsense"}""")]
    [InlineData("/labels/tlp", "labels", """{"alertname":"A","tlp":"TLP:PINK"}""")]
    public void A_bad_alert_is_refused_by_its_number_and_costs_the_others_nothing(string field, string member, string value)
    {
        var lines = Changed(alert => alert[member] = JsonNode.Parse(value));

        Assert.Equal((1, field), (lines[0].Number, lines[0].Refusal!.Field));
        Assert.All(lines.Skip(1), line => Assert.NotNull(line.Alert));
    }

    [Theory]
    [InlineData("""{"alerts":5}""", "/alerts")]
    [InlineData("{}", "/alerts")]
    [InlineData("""{"version":"3","alerts":[]}""", "/version")]
    [InlineData("""{"version":"4","alerts":[5]}""", "/alerts")]
    public void What_is_no_notification_is_refused(string text, string field) => Assert.Equal(field, Assert.Single(Read(Encoding.UTF8.GetBytes(text))).Refusal!.Field);

    [Fact]
    public void What_was_left_out_on_the_way_is_told()
    {
        var body = JsonNode.Parse(Sample)!;
        body["truncatedAlerts"] = 7;

        var last = Read(Encoding.UTF8.GetBytes(body.ToJsonString()))[^1];

        Assert.Equal(4, last.Number);
        Assert.Contains("left out 7 alerts", last.Refusal!.Detail, StringComparison.Ordinal);
    }

    private static IReadOnlyList<IntakeLine> Changed(Action<JsonNode> change)
    {
        var body = JsonNode.Parse(Sample)!;
        change(body["alerts"]![0]!);
        return Read(Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private static IReadOnlyList<IntakeLine> Read(byte[] body) => IntakeLines.Read(body, "application/json", new AlertmanagerFormat(), Received);
}
