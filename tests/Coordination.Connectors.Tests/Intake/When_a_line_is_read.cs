using System.Text;
using Coordination.Connectors.Intake;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Tests.Intake;

public sealed class When_a_line_is_read
{
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_native_line_is_read_whole_and_in_normal_form()
    {
        var alert = Taken(Native("""
            {"title":"  Two\nlines ","classification":"botnet drone","identifier":"bot","severity":"High","tlp":"TLP:AMBER+STRICT","feed":"f","malware":"m",
             "source":{"ip":"2001:DB8:0::1","fqdn":"Bücher[.]example","url":"hxxp://A.example","network":"192.0.2.0/24","account":"ann","asn":64496,"port":443.0},
             "destination":{"ip":"::ffff:192.0.2.1","fqdn":"b.example.","port":0},"occurredAt":"2026-01-31T23:30:00+01:00","unknown":{"kept":true}}
            """));

        Assert.Equal(
            new IncomingAlert
            {
                Title = "Two lines",
                Classification = "infected-system",
                Identifier = "bot",
                Severity = Severity.High,
                Tlp = Tlp.AmberStrict,
                Feed = "f",
                MalwareName = "m",
                SourceIp = "2001:db8::1",
                SourceFqdn = "xn--bcher-kva.example",
                SourceUrl = "http://a.example/",
                SourceNetwork = "192.0.2.0/24",
                SourceAccount = "ann",
                SourceAsn = 64496,
                SourcePort = 443,
                DestinationIp = "192.0.2.1",
                DestinationFqdn = "b.example",
                DestinationPort = 0,
                OccurredAt = new DateTimeOffset(2026, 1, 31, 22, 30, 0, TimeSpan.Zero),
            },
            alert);
    }

    [Theory]
    [InlineData("", "intake.field", "/title")]
    [InlineData("\"title\":5", "intake.field", "/title")]
    [InlineData("\"title\":\" \\n\"", "intake.field", "/title")]
    [InlineData("\"title\":\"a\"", "intake.field", "/classification")]
    [InlineData("\"title\":\"a\",\"classification\":\"nonsense\"", "intake.field", "/classification")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"severity\":\"worst\"", "intake.field", "/severity")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"severity\":3", "intake.field", "/severity")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"tlp\":\"purple\"", "intake.field", "/tlp")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":\"192.0.2.1\"", "intake.field", "/source")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"ip\":\"192.0.2.256\"}", "intake.field", "/source/ip")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"fqdn\":\"a b\"}", "intake.field", "/source/fqdn")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"network\":\"192.0.2.1/24\"}", "intake.field", "/source/network")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"asn\":\"64496\"}", "intake.field", "/source/asn")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"asn\":4294967296}", "intake.field", "/source/asn")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"port\":65536}", "intake.field", "/source/port")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"port\":1.5}", "intake.field", "/source/port")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"source\":{\"port\":1e400}", "intake.field", "/source/port")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"occurredAt\":\"2026-01-01T00:00:00\"", "intake.field", "/occurredAt")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"occurredAt\":\"yesterday\"", "intake.field", "/occurredAt")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"occurredAt\":1767225600", "intake.field", "/occurredAt")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"occurredAt\":\"9999-12-31T23:59:59Z\"", "intake.time", "/occurredAt")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"occurredAt\":\"1999-12-31T23:59:59Z\"", "intake.time", "/occurredAt")]
    [InlineData("\"title\":\"a\",\"classification\":\"spam\",\"occurredAt\":\"2026-02-02T00:00:01Z\"", "intake.time", "/occurredAt")]
    public void A_wrong_field_is_refused_by_name(string fields, string code, string field)
    {
        var refusal = Native($"{{{fields}}}").Refusal;

        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
        Assert.StartsWith(field, refusal!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(501, "intake.too-long")]
    [InlineData(100_000, "intake.too-long")]
    public void A_title_over_500_characters_is_refused_not_cut(int length, string? code)
        => Assert.Equal(code, Native($$"""{"title":"{{new string('a', length)}}","classification":"spam"}""").Refusal?.Code);

    [Theory]
    [InlineData("2026-02-02T00:00:00Z")]
    [InlineData("2000-01-01 00:00:00.123456789+00:00")]
    [InlineData("2026-01-02t10:05z")]
    public void A_time_within_bounds_is_taken(string time)
        => Assert.NotNull(Taken(Native($$"""{"title":"a","classification":"spam","occurredAt":"{{time}}"}""")).OccurredAt);

    [Fact]
    public void Null_and_empty_fields_are_not_there()
        => Assert.Null(Taken(Native("""{"title":"a","classification":"spam","tlp":null,"source":null,"destination":{"ip":""}}""")).DestinationIp);

    [Fact]
    public void The_published_intelmq_example_is_read()
    {
        // The fields of the format's own documentation, in the documentation ranges.
        var alert = Taken(Intelmq("""
            {"classification.identifier":"examplebot","classification.taxonomy":"malicious-code","classification.type":"infected-system","destination.ip":"203.0.113.1",
             "destination.port":443,"extra.sensor":"s1","feed.accuracy":100.0,"feed.name":"Example Sinkhole","feed.provider":"Example Provider","malware.name":"examplebot",
             "protocol.transport":"tcp","raw":"ZXhhbXBsZQ==","source.asn":65551,"source.ip":"198.51.100.3","source.port":49152,
             "time.observation":"2026-01-02T10:05:00+00:00","time.source":"2026-01-02T09:58:11+00:00","tlp":"AMBER"}
            """));

        Assert.Equal("Infected system (examplebot): 198.51.100.3", alert.Title);
        Assert.Equal(("infected-system", "examplebot", "Example Sinkhole"), (alert.Classification, alert.Identifier, alert.Feed));
        Assert.Equal((Severity.Medium, Tlp.Amber), (alert.Severity, alert.Tlp));
        Assert.Equal((65551L, "198.51.100.3", 49152), (alert.SourceAsn, alert.SourceIp, alert.SourcePort));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 9, 58, 11, TimeSpan.Zero), alert.OccurredAt);
    }

    [Theory]
    [InlineData("ransomware", "infected-system", "ransomware", Severity.High)]
    [InlineData("c&c", "c2-server", "c&c", Severity.High)]
    [InlineData("unauthorized-use-of-resources", "unauthorised-use-of-resources", null, Severity.Medium)]
    [InlineData("tor", "other", "tor", null)]
    [InlineData("Vulnerable Service", "vulnerable-system", "vulnerable-service", Severity.Medium)]
    [InlineData("scanner", "scanner", null, Severity.Low)]
    public void Other_names_of_types_are_understood_and_kept(string called, string type, string? identifier, Severity? severity)
    {
        var alert = Taken(Intelmq(Minimal.Replace("spam", called, StringComparison.Ordinal)));

        Assert.Equal((type, identifier, severity), (alert.Classification, alert.Identifier, alert.Severity));
    }

    [Fact]
    public void White_is_clear() => Assert.Equal(Tlp.Clear, Taken(Intelmq(Minimal.Replace("}", ",\"tlp\":\"WHITE\"}", StringComparison.Ordinal))).Tlp);

    [Theory]
    [InlineData("\"feed.name\":\"f\"", "\"x\":1", "/feed.name")]
    [InlineData("\"classification.type\":\"spam\"", "\"x\":1", "/classification.type")]
    [InlineData("\"time.observation\":\"2026-01-02T10:05:00+00:00\"", "\"x\":1", "/time.source")]
    [InlineData("\"source.asn\":\"64496\"", "\"x\":1", "/source.ip")]
    [InlineData("\"source.asn\":\"64496\"", "\"source.ip\":\"192.0.2.999\"", "/source.ip")]
    [InlineData("\"source.asn\":\"64496\"", "\"source.asn\":true", "/source.asn")]
    public void The_minimum_of_an_intelmq_event_is_asked_for_by_name(string part, string instead, string field)
    {
        Assert.Null(Intelmq(Minimal).Refusal);

        var refusal = Intelmq(Minimal.Replace(part, instead, StringComparison.Ordinal)).Refusal;

        Assert.Equal(("intake.field", field), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void A_provider_and_the_time_of_observation_are_enough()
    {
        var alert = Taken(Intelmq(Minimal.Replace("feed.name", "feed.provider", StringComparison.Ordinal)));

        Assert.Equal(("f", new DateTimeOffset(2026, 1, 2, 10, 5, 0, TimeSpan.Zero)), (alert.Feed, alert.OccurredAt));
    }

    private const string Minimal =
        """{"feed.name":"f","classification.type":"spam","time.observation":"2026-01-02T10:05:00+00:00","source.asn":"64496"}""";

    private static IntakeLine Native(string line) => Assert.Single(IntakeLines.Read(Encoding.UTF8.GetBytes(line), null, new NativeFormat(), Received));

    private static IntakeLine Intelmq(string line) => Assert.Single(IntakeLines.Read(Encoding.UTF8.GetBytes(line), null, new IntelmqFormat(), Received));

    private static IncomingAlert Taken(IntakeLine line)
    {
        Assert.Null(line.Refusal);
        return line.Alert!;
    }
}
