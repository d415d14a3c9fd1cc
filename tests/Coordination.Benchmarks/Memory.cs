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
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// What 10,000 idle open incidents keep in memory, after a full collection, in a real silo on a real file: the incident's grain alone, beside a bare
/// grain with the same state, and together with the notification that an affected institution brings.
/// </summary>
internal static class Memory
{
    private const int Count = 10_000;
    private const double LimitKilobytes = 10;

    public static async Task RunAsync(Report report)
    {
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

            var bare = await MeasureAsync(number => grains.GetGrain<IBareGrain>($"b{number}").HoldAsync());
            var alone = await MeasureAsync(number => OpenAsync(grains, $"a{number}", []));
            var told = await MeasureAsync(async number => await OpenAsync(grains, $"t{number}", [InstitutionId.Of("agency")]), () => RestAsync(store));
            report.Add(new("memory per idle open incident, its grain", alone, "kB", LimitKilobytes, Direction.AtMost));
            report.Add(new("a bare grain with the same state", bare, "kB"));
            report.Add(new("an incident with its notification", told, "kB"));
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

    private static async Task<double> MeasureAsync(Func<int, Task> open, Func<Task>? rest = null)
    {
        var before = Held();
        await ManyAsync(Count, open);
        if (rest is not null)
        {
            await rest();
        }

        return (Held() - before) / 1_000.0 / Count;
    }

    private static async Task ManyAsync(int count, Func<int, Task> one)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(100))
        {
            await Task.WhenAll(some.Select(one));
        }
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
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0);
            silo.AddMemoryGrainStorage("snapshots");
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(store.Journal);
            silo.Services.AddSingleton(store.Feed);
            silo.Services.AddSingleton(store.Outbox);
            silo.Services.AddSingleton(store.Rows);
            silo.Services.AddSingleton<ISender, Nowhere>();
            silo.Services.AddSingleton<ILinkSigner, Nowhere>();
            silo.Services.AddCoordinationGrains();
        });
        return builder.Build();
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
    }

    /// <summary>A mail server that takes everything.</summary>
    private sealed class Nowhere : ISender, ILinkSigner
    {
        public Channel Channel => Channel.Mail;

        public Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken) => Task.FromResult(SendResult.Ok);

        public string AcknowledgeLink(NotificationId notification) => $"https://cert.example/ack/{notification}";
    }
}
