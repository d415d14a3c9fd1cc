using System.Text;
using Coordination.Connectors.Intake;
using Coordination.Connectors.Tests.Samples;
using Coordination.Contracts.Incidents;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Intake;

/// <summary>To write the file anew, run these tests with COORDINATION_WRITE_SAMPLES=1.</summary>
public sealed class The_sample_of_intelmq_events
{
    private static readonly string SamplePath = Repository.PathOf("tests", "data", "intelmq-events.ndjson");
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_file_is_what_its_generator_makes()
    {
        var made = IntelmqEvents.Make();
        if (Environment.GetEnvironmentVariable("COORDINATION_WRITE_SAMPLES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(SamplePath)!);
            await File.WriteAllTextAsync(SamplePath, made, new UTF8Encoding(false));
        }

        Assert.Equal(made, await File.ReadAllTextAsync(SamplePath));
    }

    [Fact]
    public async Task Every_event_is_taken_and_every_type_and_kind_of_source_occurs()
    {
        var lines = IntakeLines.Read(await File.ReadAllBytesAsync(SamplePath), "application/x-ndjson", new IntelmqFormat(), Received);

        Assert.Empty(lines.Where(line => line.Refusal is not null).Select(line => $"{line.Number}: {line.Refusal!.Detail}"));
        var alerts = lines.Select(line => line.Alert!).ToList();
        Assert.True(alerts.Count >= 600);
        Assert.Empty(Rsit.Types.Select(type => type.Name).Except(alerts.Select(alert => alert.Classification)));
        Assert.Contains(alerts, alert => alert.SourceIp?.Contains('.', StringComparison.Ordinal) == true);
        Assert.Contains(alerts, alert => alert.SourceIp?.Contains(':', StringComparison.Ordinal) == true);
        Assert.Contains(alerts, alert => alert is { SourceIp: null, SourceFqdn: not null });
        Assert.Contains(alerts, alert => alert is { SourceUrl: not null });
        Assert.Contains(alerts, alert => alert is { SourceAccount: not null });
        Assert.Contains(alerts, alert => alert is { SourceAsn: not null, SourceIp: null, SourceNetwork: null });
        Assert.Equal(5, alerts.Select(alert => alert.Tlp).Distinct().Count());
        Assert.InRange(lines.Select(line => Encoding.UTF8.GetString(line.Original.Span)).Distinct().Count(), 500, alerts.Count - 20);
    }
}
