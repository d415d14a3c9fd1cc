using System.Text.RegularExpressions;
using Coordination.Contracts.Client;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Microsoft.Data.Sqlite;

namespace Coordination.Faults;

/// <summary>What must hold whenever the server has come to rest: nothing accepted is lost, nothing is done twice.</summary>
internal static partial class Reckoning
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Waits until no message is due.</summary>
    public static async Task RestAsync(string folder, ServerProcess server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (Due(folder) is var due and > 0)
        {
            Assert.False(server.HasExited, $"The server died while {due} messages were due.{Environment.NewLine}{server.Log}");
            Assert.False(limit.IsCancellationRequested, $"{due} messages are still due after 90 s.{Environment.NewLine}{server.Log}");
            await timer.WaitForNextTickAsync();
        }
    }

    public static async Task<string> CheckAsync(string folder, CoordinationClient client, IReadOnlyCollection<string> accepted)
    {
        var homes = new Dictionary<string, int>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await client.UnattributedAsync(cursor);
            foreach (var alert in page.Items)
            {
                Count(homes, alert.Id.Value);
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        var (incidents, steps) = (0, 0);
        do
        {
            var page = await client.IncidentsAsync(cursor: cursor, limit: 100);
            foreach (var incident in page.Items)
            {
                incidents++;
                await CheckAlertsAsync(client, incident, homes);
                steps += await CheckStepsAsync(folder, client, incident);
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal([], accepted.Where(alert => !homes.ContainsKey(alert)));
        Assert.Equal([], homes.Where(home => home.Value != 1).Select(home => $"{home.Key} is in {home.Value} places"));
        Assert.Empty(await client.ParkedAsync());
        return $"{accepted.Count} alerts, {incidents} incidents, {steps} steps";
    }

    private static async Task CheckAlertsAsync(CoordinationClient client, IncidentSummary incident, Dictionary<string, int> homes)
    {
        var (alerts, repeats) = (0L, 0L);
        string? cursor = null;
        do
        {
            var page = await client.AlertsAsync(incident.Id, cursor);
            foreach (var alert in page.Items)
            {
                Count(homes, alert.Id.Value);
                (alerts, repeats) = (alerts + 1, repeats + alert.Repeats);
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.True(incident.Sightings == alerts + repeats, $"{incident.Number} counts {incident.Sightings} sightings of {alerts} alerts and {repeats} repetitions.");
    }

    private static async Task<int> CheckStepsAsync(string folder, CoordinationClient client, IncidentSummary incident)
    {
        var told = new List<string>();
        var started = 0;
        DateTimeOffset? acknowledged = null;
        string? cursor = null;
        do
        {
            var page = await client.TimelineAsync(incident.Id, cursor);
            foreach (var entry in page.Items)
            {
                started += entry.Kind == "escalation-started" ? 1 : 0;
                acknowledged ??= entry.Kind == "incident-acknowledged" ? entry.At : null;
                if (Step().Match(entry.Text) is { Success: true } step)
                {
                    told.Add(step.Value);
                    Assert.False(acknowledged < entry.At, $"{incident.Number}: {step.Value} is recorded at {entry.At:O}, acknowledged at {acknowledged:O}.");
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(told.Distinct(), told);
        var urgent = incident.Severity >= Severity.High;
        Assert.True(started == (urgent ? 1 : 0) || (acknowledged is not null && started == 0), $"{incident.Number} ({incident.Severity}) has started {started} escalations.");
        if (started == 1 && acknowledged is null)
        {
            Assert.Contains("round 1, step 1", told);
            var run = (await client.IncidentAsync(incident.Id.Value)).Escalation!;
            Assert.False(
                run.Status == EscalationStatus.Running && run.NextAt < TimeProvider.System.GetUtcNow() - Grace, $"{incident.Number}: the step due at {run.NextAt:O} was lost.");
            var armed = Count(folder, "target = $value", $"escalation/{run.Id}");
            Assert.True(armed == (run.Status == EscalationStatus.Running ? 1 : 0), $"{incident.Number}: {armed} messages are armed for its escalation, which is {run.Status}.");
        }
        else if (acknowledged is not null)
        {
            var armed = Count(folder, "key like $value", $"incident/{incident.Id}/escalation@%");
            Assert.True(armed == 0, $"{incident.Number} was acknowledged at {acknowledged:O}; {armed} messages are still armed under its key.");
        }

        return told.Count;
    }

    private static void Count(Dictionary<string, int> homes, string alert) => homes[alert] = homes.GetValueOrDefault(alert) + 1;

    private static long Due(string folder)
        => Count(folder, "parked_code is null and due <= $value", (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10);

    /// <summary>How many messages of the outbox are so, in the data file itself.</summary>
    private static long Count(string folder, string where, object value)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(folder, "demo", "coordination.db")};Mode=ReadOnly;Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = $"select count(*) from outbox where {where}";
        command.Parameters.AddWithValue("$value", value);
        return (long)command.ExecuteScalar()!;
    }

    [GeneratedRegex(@"^round \d+, step \d+")]
    private static partial Regex Step();
}
