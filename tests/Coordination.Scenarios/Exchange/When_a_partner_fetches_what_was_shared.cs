using System.Text.Json.Nodes;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;

namespace Coordination.Scenarios.Exchange;

/// <summary>From a decision to share to the partner's machine: what it fetches stands on its own, is recorded, and is called back by the same way.</summary>
public sealed class When_a_partner_fetches_what_was_shared : IAsyncLifetime
{
    private readonly RunningSystem _system = new();
    private Someone _lead = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _lead = await Someone.SignInAsync(_system, "cleo@cert.example", Role.Lead);
    }

    public Task DisposeAsync()
    {
        _lead.Dispose();
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task It_has_all_that_it_refers_to_and_hears_when_it_is_called_back()
    {
        var shelf = await Shelf.MakeAsync(_system, Shelf.Facts(Tlp.Amber));
        using var machine = shelf.Machine();
        await ShareAsync("Beacons to a sinkhole", "evil.example", shelf);
        await ShareAsync("A second case", "evil.example", shelf);
        await RunningSystem.UntilAsync(async () => (await AllAsync(machine)).Count(one => Type(one) == "incident") == 2);

        var objects = await AllAsync(machine);
        var ids = objects.Select(one => one["id"]!.GetValue<string>()).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Contains("Beacons to a sinkhole", objects.Select(one => one["name"]?.GetValue<string>()));
        // Markings, who wrote it, what relates to what: nothing is referred to that cannot be fetched.
        Assert.Empty(objects.SelectMany(References).Distinct().Except(ids));

        // What both tell of lies there for each of them, is given once, and goes on being given when the one is called back.
        var first = (await _lead.Client.IncidentsAsync("\"Beacons\"")).Items.Single();
        await _lead.Client.RecallSharingAsync(first.Id, shelf.Partner, "It was a test of theirs");
        await RunningSystem.UntilAsync(async () => (await AllAsync(machine)).Any(one => Type(one) == "incident" && one["revoked"]?.GetValue<bool>() == true));
        var after = await AllAsync(machine);
        Assert.Single(after, one => Type(one) == "incident" && one["revoked"]?.GetValue<bool>() != true);
        Assert.Empty(after.Where(one => one["revoked"]?.GetValue<bool>() != true).SelectMany(References).Distinct().Except(after.Select(one => one["id"]!.GetValue<string>())));
        Assert.All((await shelf.RowsAsync()).Where(row => row.Way is not null), row => Assert.Equal("taxii", row.Way));
    }

    private async Task ShareAsync(string title, string domain, Shelf with)
    {
        var opened = await _lead.Client.OpenIncidentAsync(new OpenIncidentRequest { Title = title, Severity = Severity.Medium, Tlp = Tlp.Green, Observables = [domain] });
        var id = IncidentId.Of(opened.Id);
        await _lead.Client.ShareWithPartnerAsync(id, new ShareWithPartnerRequest(with.Partner, "They look for it too", Indicators: [new IndicatorRequest(domain)]));
    }

    /// <summary>What a client has that walks through all collections that it may read.</summary>
    private static async Task<List<JsonObject>> AllAsync(TaxiiClient machine)
    {
        var all = new List<JsonObject>();
        foreach (var alias in new[] { "clear", "green", "amber" })
        {
            all.AddRange((await machine.WalkAsync(alias, "limit=3")).SelectMany(page => page.Objects));
        }

        return all;
    }

    private static string Type(JsonObject one) => one["type"]!.GetValue<string>();

    private static IEnumerable<string> References(JsonObject one)
        => one.Where(field => field.Key.EndsWith("_ref", StringComparison.Ordinal)).Select(field => field.Value!.GetValue<string>())
            .Concat(one.Where(field => field.Key.EndsWith("_refs", StringComparison.Ordinal)).SelectMany(field => field.Value!.AsArray()).Select(value => value!.GetValue<string>()));
}
