using System.Globalization;
using System.Net;
using Coordination.Contracts;
using Coordination.Domain.Exchange;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner walks through a collection while others add to it.</summary>
public sealed class When_a_partner_pages_by_taxii : IAsyncLifetime
{
    private const int Many = 5_000;

    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Limits:Enabled=false"] };

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData(100, true)]
    [InlineData(7, true)]
    [InlineData(1, true)]
    [InlineData(7, false)]
    public async Task Nothing_is_lost_and_nothing_comes_twice_while_others_add(int limit, bool byNext)
    {
        var shelf = await Shelf.MakeAsync(_system);
        var origin = await shelf.IncidentAsync();
        var all = (await shelf.AddAsync([.. Enumerable.Range(0, Many).Select(number => Shelf.Object(number, "indicator", origin))])).ToList();
        using var machine = shelf.Machine();
        // What is taken for the first time is written first; half of it has left before.
        await machine.WalkAsync("green", $"limit=1000&match[id]={all[0].Id}");
        var adding = AddAsync(shelf, origin, all);
        var (met, position, walk) = (new List<string>(), "", 0);
        // A walk ends where nothing more is there; what was added since comes with the next, from where that ended.
        for (var done = false; !done; walk++)
        {
            done = adding.IsCompleted;
            var next = "";
            TaxiiAnswer page;
            do
            {
                page = await machine.PageAsync("green", $"limit={limit}{position}{next}");
                Assert.InRange(page.Objects.Count, page.More ? 1 : 0, limit);
                met.AddRange(page.Names);
                var last = page.Header("X-TAXII-Date-Added-Last");
                (position, next) = byNext && page.More ? (position, $"&next={page.Next}") : (last is null ? position : $"&added_after={last}", "");
            }
            while (page.More);
        }

        await adding;
        Assert.Equal(met.Count, met.Distinct().Count());
        // Of an object that was changed meanwhile the last version, and those before it that were met before it came.
        var newest = all.GroupBy(one => one.Id).Select(one => $"{one.Key} {one.Last().Version}").ToArray();
        Assert.Empty(newest.Except(met));
        Assert.Empty(met.Except(all.Select(one => $"{one.Id} {one.Version}")));
        Assert.True(walk > 0);
        Assert.All((await shelf.RowsAsync()).Where(row => met.Contains($"{row.What.Id} {row.What.Version}")), row => Assert.NotNull(row.TakenAt));
    }

    /// <summary>New objects, and newer versions of some that are there.</summary>
    private static async Task AddAsync(Shelf shelf, string origin, List<SharedObject> all)
    {
        var random = new Random(7);
        for (var round = 2; round < 42; round++)
        {
            SharedObject[] more = [.. Enumerable.Range(0, 5).Select(index => Shelf.Object(Many + (round * 10) + index, "indicator", origin)), .. Enumerable.Range(0, 3).Select(_ => Shelf.Object(random.Next(Many), "indicator", origin, version: round)).DistinctBy(one => one.Id)];
            all.AddRange(more);
            await shelf.AddAsync(more);
        }
    }
}
