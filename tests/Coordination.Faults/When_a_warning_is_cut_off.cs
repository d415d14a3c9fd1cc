using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// An advisory is published, and the process dies somewhere between the request and the last message to its recipients: between any two steps of a commit, as the seed says. Started again, it tells each
/// institution once by each of its ways; a message that had left before it died may come once more, under the same id.
/// </summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_a_warning_is_cut_off(ITestOutputHelper output)
{
    private static readonly string[] Institutions = ["Alma", "Boreal", "Hive"];

    [Fact]
    public async Task Each_institution_is_told_once_by_each_of_its_ways()
    {
        var seeds = Seeds.Rounds(inCi: 2, inSoak: 60);
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Hosts = 1 });
        var (publisher, author) = (Traffic.ClientOf(cluster, cluster.World.Officers[0]), Traffic.ClientOf(cluster, cluster.World.Officers[1]));
        string[] ways = [.. Institutions.SelectMany(name => new[] { $"security@{name.ToLowerInvariant()}.example", cluster.Outside.Hooks[name].Address }).Order(StringComparer.Ordinal)];
        var repeated = 0;
        foreach (var seed in seeds)
        {
            var at = Places.Draw(Draw.Of(seed, "warning"), 40);
            var id = await WriteAsync(author, await IdsAsync(publisher), seed);
            var before = cluster.Outside.All.Count;
            await CutOff.AskAsync(cluster, at, $"Seed {seed}, {at}", () => publisher.PublishAdvisoryAsync(id, new(), new Asked($"publish-{seed}")));
            var calm = await Until.HoldsAsync(async () => Told().Select(one => one.To).Distinct().Count() == ways.Length && (await cluster.Books.UnderWayAsync()).Count == 0);
            Assert.True(calm is not null, $"Seed {seed}, {at}: {string.Join("; ", Told())}{Environment.NewLine}{cluster.Log}");

            Assert.Equal(ways, Told().Select(one => (one.To, one.Id)).Distinct().Select(one => one.To).Order(StringComparer.Ordinal));
            var report = await publisher.AdvisoryReportAsync(id);
            Assert.Equal(Institutions.Length, report.Addressees.Count);
            Assert.All(report.Addressees, one => Assert.Equal(AddresseeState.Sent, one.State));
            repeated += Told().Count - ways.Length;
            output.WriteLine($"seed {seed}: {at}, {Told().Count - ways.Length} repeated under the same id");

            IReadOnlyList<Outside.Received> Told() => [.. cluster.Outside.All.Skip(before)];
        }

        await Chain.AssertWholeAsync(cluster, "Warnings");
        output.WriteLine($"Kills: {seeds.Count} between publishing an advisory and telling its recipients, seeds {seeds[0]} to {seeds[^1]}; {repeated} messages repeated under the same id.");
    }

    private static async Task<AdvisoryId> WriteAsync(CoordinationClient author, IReadOnlyList<InstitutionId> to, int seed)
    {
        var content = new AdvisoryContent
        {
            Title = $"Flaw {seed} in Example Gateway",
            Summary = "It allows remote code execution.",
            Tlp = Tlp.Green,
            Severity = Severity.High,
            Products = [new() { Id = "P1", Vendor = "Example", Name = "Gateway" }],
            Actions = [new("Update.")],
        };
        var id = AdvisoryId.Of((await author.DraftAdvisoryAsync(new(content), new Asked($"draft-{seed}"))).Id);
        await author.AddRecipientsAsync(id, new() { Institutions = to }, new Asked($"recipients-{seed}"));
        await author.SubmitAdvisoryAsync(id, new Asked($"submit-{seed}"));
        return id;
    }

    private static async Task<IReadOnlyList<InstitutionId>> IdsAsync(CoordinationClient client) => [.. (await client.InstitutionsAsync()).Select(one => one.Id)];
}
