using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;

namespace Coordination.Scenarios.Exchange;

/// <summary>What was laid ready and may not be had any more is gone from objects, manifest, versions, counts and headers alike, and pages are filled as if it had never been there.</summary>
public sealed class What_a_partner_may_still_have(RunningSystem system) : IClassFixture<RunningSystem>
{
    private static readonly InstitutionId Alma = InstitutionId.Of("alma");

    [Fact]
    public Task When_a_share_ends() => GoneAsync((shelf, origin) => shelf.PlayAsync(origin, new ShareEnded(1)));

    [Fact]
    public Task When_a_case_becomes_stricter_than_what_was_made_of_it() => GoneAsync((shelf, origin) => shelf.PlayAsync(origin, new TlpChanged(Tlp.Amber)));

    [Fact]
    public Task When_a_case_is_restricted_to_people() => GoneAsync((shelf, origin) => shelf.PlayAsync(origin, new IncidentRestricted([PersonId.Of("ada")])));

    [Fact]
    public async Task When_a_consent_to_name_an_institution_is_withdrawn()
        => await GoneAsync((shelf, origin) => shelf.PlayAsync(origin, new ConsentWithdrawn(1, "no longer")), Alma);

    [Fact]
    public async Task When_what_it_says_was_erased()
    {
        var shelf = await Shelf.MakeAsync(system);
        var origin = await shelf.IncidentAsync();
        var all = await shelf.AddAsync([.. Enumerable.Range(0, 10).Select(number => Shelf.Object(number, "indicator", origin))]);
        await shelf.EraseAsync(all[0]);
        await shelf.EraseAsync(all[9]);

        await IsAsync(shelf, all.Skip(1).Take(8));
    }

    [Fact]
    public async Task When_it_is_no_longer_agreed_that_indicators_or_incidents_are_exchanged()
    {
        var shelf = await Shelf.MakeAsync(system);
        var origin = await shelf.IncidentAsync();
        var all = await shelf.AddAsync(Shelf.Object(1, "indicator", origin), Shelf.Object(2, "report", origin));

        await shelf.ChangeAsync(facts => facts with { Topics = [PartnerTopic.Incidents] });
        await IsAsync(shelf, [all[1]]);
        await shelf.ChangeAsync(facts => facts with { Topics = [PartnerTopic.Indicators, PartnerTopic.Advisories] });
        using var machine = shelf.Machine();
        Assert.Empty((await machine.PageAsync("green")).Objects);
    }

    [Fact]
    public async Task What_takes_something_back_reaches_the_partner_though_the_share_has_ended()
    {
        var shelf = await Shelf.MakeAsync(system);
        var origin = await shelf.IncidentAsync();
        var all = await shelf.AddAsync([Shelf.Object(1, "indicator", origin), Shelf.Object(1, "indicator", origin, version: 2) with { Revokes = true }]);
        await shelf.PlayAsync(origin, new ShareEnded(1));

        await IsAsync(shelf, [all[1]]);
    }

    [Fact]
    public async Task Above_a_ceiling_that_was_lowered_there_is_no_collection_any_more()
    {
        var shelf = await Shelf.MakeAsync(system, Shelf.Facts(Tlp.Amber));
        var origin = await shelf.IncidentAsync();
        await shelf.AddAsync([Shelf.Object(1, "indicator", origin, Tlp.Amber), Shelf.Object(2, "indicator", origin, Tlp.Green)]);
        using var machine = shelf.Machine();
        Assert.Single((await machine.PageAsync("amber")).Objects);

        await shelf.ChangeAsync(facts => facts with { Ceiling = Tlp.Green });
        await RunningSystem.UntilAsync(async () => (await machine.SendAsync($"{TaxiiClient.Collections}amber/objects/")).Status == System.Net.HttpStatusCode.NotFound);

        Assert.Equal("taxii.collection-unknown", (await machine.SendAsync($"{TaxiiClient.Collections}amber/manifest/")).Body!["error_code"]!.GetValue<string>());
        Assert.Equal(["clear", "green", "inbox"], (await machine.SendAsync(TaxiiClient.Collections)).Body!["collections"]!.AsArray().Select(one => one!["alias"]!.GetValue<string>()));
        Assert.Single((await machine.PageAsync("green")).Objects);
    }

    [Fact]
    public async Task While_nothing_is_exchanged_nothing_is_said_of_collections_but_why()
    {
        var shelf = await Shelf.MakeAsync(system, Shelf.Facts(Tlp.Green, agreement: new Agreement(Nda: true, Until: system.Clock.GetUtcNow().AddHours(1))));
        var origin = await shelf.IncidentAsync();
        await shelf.AddAsync(Shelf.Object(1, "indicator", origin));
        using var machine = shelf.Machine();
        string[] paths = ["", "green/", "green/manifest/", "green/objects/", $"green/objects/{Shelf.Object(1, "indicator", "").Id}/", "grey/objects/"];
        Assert.Single((await machine.PageAsync("green")).Objects);

        await system.Ada.PausePartnerAsync(shelf.Partner, "we look into something");
        await RefusedAsync("exchange.paused");
        await system.Ada.ResumePartnerAsync(shelf.Partner);
        await RunningSystem.UntilAsync(async () => (await machine.SendAsync(TaxiiClient.Collections)).Status == System.Net.HttpStatusCode.OK);

        system.Clock.Advance(TimeSpan.FromHours(2));
        await RefusedAsync("exchange.expired");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await machine.SendAsync("/taxii2/")).Status);

        async Task RefusedAsync(string code)
        {
            await RunningSystem.UntilAsync(async () => (await machine.SendAsync(TaxiiClient.Collections)).Status == System.Net.HttpStatusCode.Forbidden);
            foreach (var path in paths)
            {
                Assert.Equal(code, (await machine.SendAsync($"{TaxiiClient.Collections}{path}")).Body!["error_code"]!.GetValue<string>());
            }
        }
    }

    /// <summary>Objects of two incidents in turns: what happens to the one takes its objects away, and the pages are those of the other alone.</summary>
    private async Task GoneAsync(Func<Shelf, string, Task> happens, InstitutionId? reveals = null)
    {
        var shelf = await Shelf.MakeAsync(system);
        var (stays, goes) = (await shelf.IncidentAsync(), await shelf.IncidentAsync(affected: reveals is { } one ? [one] : []));
        if (reveals is { } institution)
        {
            var now = system.Clock.GetUtcNow();
            await shelf.PlayAsync(goes, new ConsentAsked(new(1, institution, Audience.Of(shelf.Partner), "to warn others", PersonId.Of("ada"), now, now.AddDays(3), null)));
            await shelf.PlayAsync(goes, new ConsentAnswered(1, true, null));
        }

        var all = await shelf.AddAsync(
        [
            .. Enumerable.Range(0, 40).Select(number => Shelf.Object(number, "indicator", number % 2 == 0 ? goes : stays, reveals: number % 2 == 0 && reveals is { } told ? [told] : [])),
            // Of one object the newest version is of the case that goes.
            Shelf.Object(100, "report", stays), Shelf.Object(100, "report", goes, version: 2, reveals: reveals is { } known ? [known] : []),
        ]);
        using (var machine = shelf.Machine())
        {
            Assert.Equal(41, (await machine.PageAsync("green", "", "manifest/")).Objects.Count);
        }

        await happens(shelf, goes);

        await IsAsync(shelf, all.Where(one => one.Origin == stays));
    }

    /// <summary>By every path of the collection there is this and nothing else.</summary>
    private static async Task IsAsync(Shelf shelf, IEnumerable<SharedObject> left)
    {
        var expected = left.Select(one => $"{one.Id} {one.Version}").ToArray();
        var added = (await shelf.RowsAsync()).ToDictionary(row => $"{row.What.Id} {row.What.Version}", row => row.AddedAt);
        using var machine = shelf.Machine();
        foreach (var limit in new[] { 1, 3, expected.Length, 1_000 })
        {
            var pages = await machine.WalkAsync("green", $"limit={limit}");
            Assert.Equal(expected, pages.SelectMany(page => page.Names));
            Assert.Equal((expected.Length + limit - 1) / limit, pages.Count);
            Assert.All(pages, page => Assert.Equal(added[page.Names[^1]], DateTimeOffset.Parse(page.Header("X-TAXII-Date-Added-Last")!, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal(expected.Length, (await machine.WalkAsync("green", $"limit={limit}&match[version]=all", "manifest/")).Sum(page => page.Objects.Count));
        }

        foreach (var row in await shelf.RowsAsync())
        {
            var isThere = expected.Any(one => one.StartsWith(row.What.Id, StringComparison.Ordinal));
            foreach (var path in new[] { "", "versions/" })
            {
                Assert.Equal(isThere ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.NotFound, (await machine.SendAsync($"{TaxiiClient.Collections}green/objects/{row.What.Id}/{path}")).Status);
            }
        }
    }
}
