using System.Globalization;
using Coordination.Shared;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains;
using Coordination.Grains.Journal;
using Coordination.Grains.Notification;
using Coordination.Host.Composition;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// B10: what open incidents keep in memory while their grains are there, after a full collection, in a real silo on a real file, beside a bare grain with
/// the same state; what the notification adds that an affected institution brings; and what is left once all have been idle long enough to be taken away.
/// </summary>
internal static class Memory
{
    private const int Told = 10_000;
    private const double LimitKilobytes = 10;

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var pairs = 5;
        var count = arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 50_000;
        var folder = Directory.CreateTempSubdirectory("coordination-memory-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(
                new SqliteOptions { DataFile = Path.Combine(folder, "data.db"), KeyFolder = Path.Combine(folder, "keys"), CheckpointFolder = Path.Combine(folder, "checkpoints") },
                Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            using var silo = Silo(store);
            await silo.StartAsync();
            var grains = silo.Services.GetRequiredService<IGrainFactory>();
            await grains.Institution(InstitutionId.Of("agency")).ExecuteAsync(
                new RegisterInstitution(new() { Name = "Agency", Abbreviation = "AG", Contacts = [new("desk", Channel.Mail, "desk@agency.example")] }), Actor.System);

            // Once for what is made with the first of each.
            await ManyAsync(200, number => OpenAsync(grains, $"w{number}", [InstitutionId.Of("agency")]));
            await ManyAsync(200, number => grains.GetGrain<IBareGrain>($"w{number}").HoldAsync());
            await RestAsync(store);
            var start = Held();

            var (bares, incidents, each) = (0, 0, count / pairs);
            var measured = await Pairs.RunAsync(
                pairs,
                () => MeasureAsync(each, _ => grains.GetGrain<IBareGrain>($"b{Interlocked.Increment(ref bares)}").HoldAsync()),
                () => MeasureAsync(each, _ => OpenAsync(grains, $"a{Interlocked.Increment(ref incidents)}", []), () => RestAsync(store)));
            var told = await MeasureAsync(Math.Min(Told, count), number => OpenAsync(grains, $"t{number}", [InstitutionId.Of("agency")]), () => RestAsync(store));
            await IdleAsync(grains);
            var left = Held();
            foreach (var pair in measured)
            {
                Report.Say($"B10 {each:N0} each: bare {pair.Anchor:N2} kB, incident {pair.Product:N2} kB");
            }

            Report.Say($"B10 held at the start {start / 1e6:N1} MB, with {count:N0} of each gone idle {left / 1e6:N1} MB");
            report.AddRatio("B10", "B10 memory per active incident ÷ bare grain with the same state", [.. measured.Select(pair => pair.Ratio(one => one))], 2, Direction.AtMost, aim: 1.3);
            report.Add(new($"B10 held after {count:N0} went idle ÷ at the start", (double)left / start, "", 1.2, Direction.AtMost) { Definition = "B10" });
            report.Add(new("B10 memory per active incident, its grain", Report.Median(measured.Select(pair => pair.Product)), "kB", LimitKilobytes, Direction.AtMost) { Definition = "B10" });
            report.Add(new("bare: B10 memory per active grain", Report.Median(measured.Select(pair => pair.Anchor)), "kB") { Definition = "B10" });
            report.Add(new("B10 an incident with its notification", told, "kB") { Definition = "B10" });
            await silo.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static OpenIncident Incident(string key, IReadOnlyList<InstitutionId> institutions) => new()
    {
        Number = $"2026-{key}",
        Title = "Traffic from a host of the agency to a sinkhole",
        Severity = Severity.Medium,
        Classification = "infected-system",
        Institutions = institutions,
        Observables = [new(ObservableKind.Text, $"h{key}.agency.example"), new(ObservableKind.Text, "198.51.100.7"), new(ObservableKind.Text, "dummyrat")],
    };

    private static async Task OpenAsync(IGrainFactory grains, string key, IReadOnlyList<InstitutionId> institutions)
    {
        var answer = await grains.Incident(IncidentId.Of(key)).ExecuteAsync(Incident(key, institutions), Actor.System);
        if (answer.Outcome != Outcome.Done)
        {
            throw new InvalidOperationException($"An incident was not opened: {answer.Detail}");
        }
    }

    private static async Task<double> MeasureAsync(int count, Func<int, Task> open, Func<Task>? rest = null)
    {
        var before = Held();
        await ManyAsync(count, open);
        if (rest is not null)
        {
            await rest();
        }

        return (Held() - before) / 1_000.0 / count;
    }

    private static async Task ManyAsync(int count, Func<int, Task> one)
        => await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (number, _) => await one(number));

    /// <summary>What Orleans does with grains that nobody has called for long, done now.</summary>
    private static async Task IdleAsync(IGrainFactory grains)
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        do
        {
            await management.ForceActivationCollection(TimeSpan.Zero);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
        while ((await management.GetSimpleGrainStatistics()).Where(one => one.GrainType.Contains(nameof(Coordination), StringComparison.Ordinal)).Sum(one => one.ActivationCount) > 0);
    }

    private static async Task RestAsync(SqliteStore store)
    {
        while (await store.Outbox.StateAsync(CancellationToken.None) is { Armed: > 0 })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static IHost Silo(SqliteStore store)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePorts.Take(), gatewayPort: 0);
            silo.AddMemoryGrainStorage("snapshots");
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(store.Journal);
            silo.Services.AddSingleton(store.Feed);
            silo.Services.AddSingleton(store.Outbox);
            silo.Services.AddSingleton(store.Rows);
            silo.Services.AddSingleton<IErasure>(store);
            silo.Services.AddSingleton<ISender, Nowhere>();
            silo.Services.AddSingleton<ILinkSigner, Nowhere>();
            silo.Services.AddCoordinationGrains();
        });
        return builder.Build();
    }

    /// <summary>A mail server that takes everything.</summary>
    private sealed class Nowhere : ISender, ILinkSigner
    {
        public Channel Channel => Channel.Mail;

        public Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken) => Task.FromResult(SendResult.Ok);

        public string AcknowledgeLink(NotificationId notification, DateTimeOffset? due) => $"https://cert.example/ack/{notification}";
    }
}
