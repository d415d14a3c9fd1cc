using System.Globalization;
using Coordination.Contracts;
using Coordination.Domain.Exchange;
using CsCheck;

namespace Coordination.Scenarios.Exchange;

/// <summary>Every combination of filters gives what a plain reading of the specification gives, over objects with several versions, observables, and some that the partner may not have.</summary>
public sealed class What_taxii_filters : IAsyncLifetime
{
    private static readonly string[] Types = ["indicator", "malware", "ipv4-addr", "report", "incident"];

    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Limits:Enabled=false"] };
    private readonly List<Planted> _visible = [];
    private Shelf _shelf = null!;
    private TaxiiClient _machine = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _shelf = await Shelf.MakeAsync(_system);
        _machine = _shelf.Machine();
        var (open, ended, other) = (await _shelf.IncidentAsync(), await _shelf.IncidentAsync(), await _shelf.IncidentAsync());
        var random = new Random(11);
        var all = new List<SharedObject>();
        for (var round = 1; round <= 4; round++)
        {
            foreach (var number in Enumerable.Range(0, 30).Where(_ => round == 1 || random.Next(3) == 0))
            {
                var type = Types[number % Types.Length];
                if (type == "ipv4-addr" && round > 1)
                {
                    continue;
                }

                all.Add(Shelf.Object(number, type, random.Next(4) == 0 ? ended : open, random.Next(5) == 0 ? Tlp.Amber : Tlp.Green, type == "ipv4-addr" ? null : round));
            }

            await _shelf.AddAsync([.. all.Where(one => one.Version is null ? round == 1 : one.Version.EndsWith($".00{round}Z", StringComparison.Ordinal))]);
        }

        // The same in the same words, told of by another incident too: it lies there twice and is one.
        await _shelf.AddAgainAsync([.. all.Where((one, index) => index % 9 == 0)], other);
        await _shelf.PlayAsync(ended, new Domain.Incidents.ShareEnded(1));
        _visible.AddRange((await _shelf.RowsAsync()).Where(row => row.What.Label == Tlp.Green && row.What.Origin != ended)
            .GroupBy(row => (row.What.Id, row.What.Version)).Select(same => same.MinBy(row => row.Number)!)
            .Select(row => new Planted(row.What.Id, row.What.Type, row.What.Version is { } version ? DateTimeOffset.Parse(version, CultureInfo.InvariantCulture) : row.AddedAt, row.AddedAt)).OrderBy(one => one.AddedAt));
        Assert.True(_visible.Count > 30);
    }

    public Task DisposeAsync()
    {
        _machine.Dispose();
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task Each_combination_gives_what_a_plain_reading_gives()
    {
        var ids = Gen.OneOf(One([.. _visible.Select(one => one.Id)]), One(Shelf.Object(4_711, "indicator", "").Id, "nonsense")).Array[1, 3];
        var types = One([.. Types, "tool", "%"]).Array[1, 3];
        var versions = Gen.OneOf(One("first", "last", "all"), One([.. _visible.Select(one => Written(one.Version)), "2020-01-01T00:00:00Z"])).Array[1, 3];
        var specs = One("2.0", "2.1", "3.0").Array[1, 2];
        var after = One([.. _visible.Select(one => one.AddedAt), _visible[0].AddedAt.AddSeconds(-1), _visible[^1].AddedAt.AddTicks(-3)]);
        await Gen.Select(Perhaps(ids), Perhaps(types), Perhaps(versions), Perhaps(specs), Gen.Select(Gen.Bool, after, (isThere, at) => isThere ? at : (DateTimeOffset?)null), Gen.Int[1, 40])
            .Array[300].SampleAsync(async all =>
            {
                // One sample of many, for only the first of several has the seed.
                foreach (var (id, type, version, spec, added, limit) in all)
                {
                    await AskAsync(id, type, version, spec, added, limit);
                }
            }, iter: 1, seed: "0000KOIKiLi3", threads: 1);
    }

    private async Task AskAsync(string[]? id, string[]? type, string[]? version, string[]? spec, DateTimeOffset? added, int limit)
    {
        var fields = new List<string> { $"limit={limit}" };
        Put("match[id]", id);
        Put("match[type]", type);
        Put("match[version]", version);
        Put("match[spec_version]", spec);
        fields.AddRange(added is { } moment ? [$"added_after={Uri.EscapeDataString(Written(moment))}"] : []);
        var query = string.Join('&', fields);
        var expected = Plainly(id, type, version, spec, added);

        var objects = await _machine.WalkAsync("green", query);
        var manifest = await _machine.WalkAsync("green", query, "manifest/");

        var found = objects.SelectMany(page => page.Objects).Select(one => one["id"]!.GetValue<string>()).ToArray();
        Assert.True(found.SequenceEqual(expected.Select(one => one.Id)), $"{query}{Environment.NewLine}{string.Join(' ', found)}{Environment.NewLine}{string.Join(' ', expected)}");
        Assert.Equal(expected.Select(one => $"{one.Id} {one.AddedAt:O}"), manifest.SelectMany(page => page.Objects).Select(one => $"{one["id"]} {Read(one["date_added"]!.GetValue<string>()):O}"));
        Assert.Equal(expected.Select(one => one.Version), manifest.SelectMany(page => page.Objects).Select(one => Read(one["version"]!.GetValue<string>())));
        Assert.Equal(Math.Max(1, (expected.Count + limit - 1) / limit), objects.Count);

        void Put(string name, string[]? values) => fields.AddRange(values is null ? [] : [$"{name}={Uri.EscapeDataString(string.Join(',', values))}"]);
    }

    [Fact]
    public async Task An_object_and_its_versions_are_what_a_plain_reading_gives()
    {
        foreach (var id in _visible.Select(one => one.Id).Distinct())
        {
            var all = _visible.Where(one => one.Id == id).ToArray();
            Assert.Equal(
                all.Select(one => one.Version),
                (await _machine.WalkAsync("green", "limit=2", $"objects/{id}/versions/")).SelectMany(page => page.Body!["versions"]!.AsArray()).Select(one => Read(one!.GetValue<string>())));
            foreach (var words in new string[][] { ["last"], ["first"], ["all"], ["first", "last"], [Written(all[0].Version)] })
            {
                // An identifier or a type is no filter of a path that names the object.
                var pages = await _machine.WalkAsync("green", $"limit=1&match[version]={string.Join(',', words)}&match[type]=tool", $"objects/{id}/");
                Assert.Equal(Plainly([id], null, words, null, null).Count, pages.Sum(page => page.Objects.Count));
            }
        }
    }

    /// <summary>The specification, read plainly: fields are all at once, values one of them; of versions the newest where nothing is said; what was added later comes later.</summary>
    private List<Planted> Plainly(string[]? ids, string[]? types, string[]? versions, string[]? specs, DateTimeOffset? after)
        => [.. from one in _visible
               let same = _visible.Where(other => other.Id == one.Id).Select(other => other.Version).ToArray()
               where (ids is null || ids.Contains(one.Id)) && (types is null || types.Contains(one.Type)) && (specs is null || specs.Contains("2.1")) && (after is null || one.AddedAt > after)
                   && (versions ?? ["last"]).Any(word => word == "all" || (word == "first" && one.Version == same.Min()) || (word == "last" && one.Version == same.Max()) || word == Written(one.Version))
               select one];

    private static Gen<T> One<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(index => all[index]);

    private static Gen<string[]?> Perhaps(Gen<string[]> gen) => Gen.Select(Gen.Bool, gen, (isThere, value) => isThere ? value : null);

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Read(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private sealed record Planted(string Id, string Type, DateTimeOffset Version, DateTimeOffset AddedAt);
}
