using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain;
using Coordination.Domain.Advisories;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Advisories;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// One advisory against the inventories of 100,000 institutions of 30 products each, by the index of the product over rows on SQLite: the first matching of a process, which reads them all, and every one after it,
/// also right after a hundred institutions have changed theirs; beside comparing the advisory with each product of each institution.
/// </summary>
internal static class MatchingCost
{
    private const int Each = 30;
    private const int Wares = 3_000;

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var institutions = (int)Arguments.Number(arguments, 0, 100_000);
        var folder = Directory.CreateTempSubdirectory("coordination-matching-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(
                new() { DataFile = Path.Combine(folder, "data.db"), KeyFolder = Path.Combine(folder, "keys"), CheckpointFolder = Path.Combine(folder, "checkpoints") },
                Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            foreach (var some in Enumerable.Range(0, institutions).Chunk(500))
            {
                await Task.WhenAll(some.Select(number => WriteAsync(store.Journal, number, Inventory(number), 0)));
            }

            var index = new InventoryIndex(store.Rows);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            report.AddMedian(null, "reading all inventories, which a process does once after it has started, and the first matching", [(await TimeAsync(index, One())).Seconds], "s");
            report.AddMedian(null, "kept in memory", [(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6], "MB");

            var (one, many, changed) = (new List<double>(), new List<double>(), new List<double>());
            var found = 0;
            for (var round = 0; round < 11; round++)
            {
                (var seconds, found) = await TimeAsync(index, One());
                one.Add(seconds);
                many.Add((await TimeAsync(index, Many())).Seconds);
                var few = Enumerable.Range(round * 100, 100).Where(number => number < institutions).ToArray();
                await Task.WhenAll(few.Select(number => WriteAsync(store.Journal, number, Inventory(number + 7), 1)));
                await index.OnChangedAsync([.. few.Select(number => new FeedEntry(0, InventoryKind.Stream(Institution(number)), 2, "inventory-changed", DateTimeOffset.UnixEpoch))], CancellationToken.None);
                changed.Add((await TimeAsync(index, One())).Seconds);
            }

            report.AddMedian(null, string.Create(CultureInfo.InvariantCulture, $"one advisory of one product against {institutions:N0} institutions; {found:N0} are found"), one, "s");
            report.AddRatio(null, "the slowest of them, in seconds", [one.Max()], 1, Direction.AtMost);
            report.AddRatio(null, "the slowest of eleven advisories of 200 products, in seconds", [many.Max()], 1, Direction.AtMost);
            report.AddRatio(null, "the slowest right after 100 institutions have changed theirs, in seconds", [changed.Max()], 1, Direction.AtMost);
            var all = Enumerable.Range(0, institutions).SelectMany(Inventory).Select(KnownProduct.Of).ToArray();
            var (watch, product) = (Stopwatch.StartNew(), new ConcernedProducts(One()));
            var naive = all.Count(known => product.Of(known).Any());
            report.AddMedian(null, string.Create(CultureInfo.InvariantCulture, $"the same product compared with each of {all.Length:N0} listed products, already taken apart; {naive:N0} fit"), [watch.Elapsed.TotalSeconds], "s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Seconds, int Found)> TimeAsync(InventoryIndex index, AdvisoryContent content)
    {
        var watch = Stopwatch.StartNew();
        var found = await index.FindAsync(content, Recipients.Most, CancellationToken.None);
        return (watch.Elapsed.TotalSeconds, found.Count);
    }

    private static InstitutionId Institution(int number) => InstitutionId.Of(string.Create(CultureInfo.InvariantCulture, $"i{number:D6}"));

    /// <summary>Some wares are everywhere and most are rare, each in forty versions, named by CPE, by package URL or by name.</summary>
    private static List<InventoryProduct> Inventory(int number)
    {
        var chance = new Random(number);
        var products = new HashSet<InventoryProduct>();
        while (products.Count < Each)
        {
            var ware = (int)(Wares * Math.Pow(chance.NextDouble(), 3));
            var version = string.Create(CultureInfo.InvariantCulture, $"{chance.Next(1, 5)}.{chance.Next(10)}");
            products.Add((ware % 3) switch
            {
                0 => new() { Vendor = "House", Name = $"Ware {ware}", Version = version, Cpe = $"cpe:2.3:a:house:ware_{ware}:{version}:*:*:*:*:*:*:*" },
                1 => new() { Purl = $"pkg:generic/house/ware-{ware}@{version}" },
                _ => new() { Vendor = "House", Name = $"Ware {ware}", Version = version },
            });
        }

        return [.. products];
    }

    private static AdvisoryContent One() => new() { Title = "one", Products = [Product(3)] };

    private static AdvisoryContent Many() => new() { Title = "many", Products = [.. Enumerable.Range(0, 200).Select(number => Product(900 + number * 3))] };

    private static AdvisoryProduct Product(int ware)
        => new() { Id = $"P{ware}", Vendor = "House", Name = $"Ware {ware}", Versions = "vers:generic/>=2.0|<2.4", Cpe = $"cpe:2.3:a:house:ware_{ware}:*:*:*:*:*:*:*:*" };

    /// <summary>As the shell writes it.</summary>
    private static async Task WriteAsync(IJournal journal, int number, IReadOnlyList<InventoryProduct> products, long version)
    {
        var (kind, stream, at) = (InventoryKind.Instance, InventoryKind.Stream(Institution(number)), TimeProvider.System.GetUtcNow());
        var recorded = new Recorded<InventoryEvent>(new InventoryChanged(Institution(number), products, version == 0 ? [] : Inventory(number)), version + 1, at, Actor.System, "benchmark");
        var before = version == 0 ? kind.Empty : new([.. Inventory(number)], version);
        var outcome = await journal.CommitAsync(
            new() { Stream = stream, ExpectedVersion = version, Events = [EventJson<InventoryEvent>.Write(recorded)], Rows = [.. kind.Rows(stream, before, recorded, kind.Apply(before, recorded))] }, CancellationToken.None);
        if (outcome is not Committed)
        {
            throw new InvalidOperationException($"{stream} was not written.");
        }
    }
}
