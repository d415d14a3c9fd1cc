using System.Diagnostics;
using System.Globalization;
using Coordination.Domain;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// Many open incidents, written by the product's own writer as it would have written them: what is decided, its rows and the operation, without the grains
/// in between. There is no policy and no institution, so nothing of an opening is left in the outbox.
/// </summary>
internal static class OpenPopulation
{
    private const int Writers = 256;

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number:D7}");

    /// <summary>Writes incidents from a number on and waits until the hosts have taken notice of them.</summary>
    public static async Task FillAsync(Hosts hosts, int count, int first = 0)
    {
        await using (var store = await OpenAsync(hosts))
        {
            await WriteAsync(store.Journal, Enumerable.Range(first, count).Select(number => Opened(Key(number))));
        }

        // What the database's upkeep would have done long before.
        await hosts.UpkeepAsync();
        await SettleAsync(hosts);
    }

    /// <summary>The database as one more process opens it.</summary>
    public static Task<PostgresStore> OpenAsync(Hosts hosts)
        => PostgresStore.OpenAsync(
            new() { ConnectionString = hosts.Database, KeyFolder = hosts.KeyFolder, CheckpointFolder = Path.Combine(hosts.KeyFolder, "bench") },
            Kinds.Tables, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>Writes many commits, as many at once as make full groups.</summary>
    public static async Task WriteAsync(IJournal journal, IEnumerable<Commit> commits)
        => await Parallel.ForEachAsync(commits, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (commit, _) =>
        {
            if (await journal.CommitAsync(commit, CancellationToken.None) is not Committed)
            {
                throw new InvalidOperationException($"{commit.Stream} was there already.");
            }
        });

    /// <summary>Waits until nobody works any more.</summary>
    public static async Task SettleAsync(Hosts hosts)
    {
        var patience = Stopwatch.StartNew();
        var before = hosts.CpuSeconds();
        while (patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            var now = hosts.CpuSeconds();
            if (now - before < 0.15)
            {
                return;
            }

            before = now;
        }
    }

    public static Commit Opened(string key)
    {
        var kind = IncidentKind.Instance;
        var stream = new StreamId(kind.Name, key);
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var decided = Memory.Incident(key, []).Decide(Incident.Empty, Context.At(now));
        var recorded = new Recorded<IncidentEvent>(decided.Events[0], 1, now, Actor.System, key);
        var after = kind.Apply(Incident.Empty, recorded);
        return new()
        {
            Stream = stream,
            ExpectedVersion = 0,
            Events = [EventJson<IncidentEvent>.Write(recorded)],
            Rows = [.. kind.Rows(stream, Incident.Empty, recorded, after)],
            Operations = [new($"open:{key}", "0123456789abcdef0123456789abcdef", 1, null)],
        };
    }
}
