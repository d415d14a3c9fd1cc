using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Escalation;
using Coordination.Domain.Journal;
using Npgsql;

namespace Coordination.Benchmarks;

/// <summary>
/// Escalations whose last step has been taken and whose end is armed, as the product leaves them, written by its own writer; far in the future first, and
/// put forward together when all are there. What follows at the end is recorded and shown and sends nothing: mails are measured elsewhere.
/// </summary>
internal static class ArmedEscalations
{
    private const int Digits = 7;

    private static readonly PolicyRequest Policy = new()
    {
        Name = "Day and night",
        Severities = [Severity.High],
        Steps = [new([new() { Person = PersonId.Of("officer1") }], 15)],
    };

    public static async Task WriteAsync(Hosts hosts, string batch, int count)
    {
        await using var store = await OpenPopulation.OpenAsync(hosts);
        var due = TimeProvider.System.GetUtcNow().AddDays(2);
        await OpenPopulation.WriteAsync(store.Journal, Enumerable.Range(0, count).Select(number => Armed(batch, number, due)));
    }

    /// <summary>Makes those of a batch due, one after another at this distance from a moment on.</summary>
    public static async Task PutForwardAsync(Hosts hosts, string batch, long first, double apart)
        => await hosts.DoAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"update outbox set due = {first} + (substr(target, {"escalation/incident.".Length + batch.Length + 1}, {Digits})::bigint * {apart})::bigint where target like 'escalation/incident.{batch}%'"));

    /// <summary>When the end of each was recorded, by its number; more than once where that happened.</summary>
    public static async Task<ILookup<int, long>> EndedAsync(Hosts hosts, string batch)
    {
        var found = new List<(int Number, long At)>();
        await using var source = NpgsqlDataSource.Create($"{hosts.Database};Pooling=False");
        await using var command = source.CreateCommand("select stream, at from event where type = 'escalation-exhausted' and stream like $1");
        command.Parameters.Add(new() { Value = $"escalation/incident.{batch}%" });
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add((int.Parse(reader.GetString(0).AsSpan("escalation/incident.".Length + batch.Length, Digits), CultureInfo.InvariantCulture), reader.GetInt64(1)));
        }

        return found.ToLookup(one => one.Number, one => one.At);
    }

    /// <summary>How many of a batch wait, parked ones included.</summary>
    public static Task<double> LeftAsync(Hosts hosts, string batch) => hosts.AskAsync($"select count(*) from outbox where target like 'escalation/incident.{batch}%'");

    private static Commit Armed(string batch, int number, DateTimeOffset due)
    {
        var incident = new StreamId("incident", $"{batch}{number.ToString("D7", CultureInfo.InvariantCulture)}");
        var (stream, kind) = (EscalationKind.Stream(incident, 1), EscalationKind.Instance);
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var subject = new Subject(incident.Value, $"2026-{number.ToString(CultureInfo.InvariantCulture)}", "Traffic from a host of the agency to a sinkhole", Severity.High, Contracts.Tlp.Amber);
        var party = new Party("person", "officer1", [new Contact("Officer 1", Channel.Mail, "officer1@cert.example")]);
        Recorded<EscalationEvent>[] recorded =
        [
            new(new EscalationStarted(subject, EscalationKind.Key(incident, 1), Policy), 1, now, Actor.System, $"{incident}/1/0"),
            new(new StepTaken(1, 1, [party], now, due), 2, now, Actor.System, $"{stream}/1/0"),
        ];
        var started = kind.Apply(kind.Empty, recorded[0]);
        var stepped = kind.Apply(started, recorded[1]);
        var end = kind.React(stream, started, [recorded[1]], stepped).Arm[^1];
        return new()
        {
            Stream = stream,
            ExpectedVersion = 0,
            Events = [.. recorded.Select(EventJson<EscalationEvent>.Write)],
            Rows = [.. kind.Rows(stream, kind.Empty, recorded[0], started), .. kind.Rows(stream, started, recorded[1], stepped).Skip(1)],
            Arm = [new($"{stream}/2/1", end.Target, end.Body, end.Priority, end.Due!.Value, end.Key, 2)],
        };
    }
}
