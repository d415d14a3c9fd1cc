using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Intake;

namespace Coordination.Scenarios;

/// <summary>What a partner warns of is looked for: in what comes, and in what came before.</summary>
[Collection(OneSystem.Name)]
public sealed class When_an_indicator_of_a_partner_is_seen(RunningSystem system)
{
    private const string Red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    private const string Strict = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";
    private const string Amber = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
    private static int _number = 10;
    private int _delivered;

    [Fact]
    public async Task Seen_at_an_institution_it_opens_an_incident_under_the_stricter_label_and_is_counted_when_it_is_seen_again()
    {
        var (name, address) = Fresh();
        var partner = await RegisterAsync();
        await system.Ada.BringStixAsync(partner, Indicator(name, $"[ipv4-addr:value = '{address}' OR domain-name:value = 'unseen.example']", $"\"confidence\":90,\"indicator_types\":[\"compromised\"],\"object_marking_refs\":[\"{Amber}\"],"));

        var incident = await SeenAsync(name, address);
        var delivered = _delivered;

        Assert.Equal((Tlp.Amber, Severity.High, "system-compromise"), (incident.Summary.Tlp, incident.Summary.Severity, incident.Summary.Classification));
        Assert.Equal("partner-indicators", Assert.Single(incident.Alerts).Source.Value);
        Assert.NotEmpty(incident.Affected);
        Assert.Contains(incident.Observables, one => one.Value == address);
        // Some of those that were delivered may be counted only now, so it must be more than all of them.
        for (var counted = incident.Summary.Sightings; counted <= delivered; counted++)
        {
            await DeliverAsync($"again {counted} {name}", address);
        }

        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Summary.Sightings > delivered);
        Assert.Single((await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Alerts);
    }

    [Theory]
    [InlineData(Strict, Tlp.AmberStrict)]
    [InlineData(Red, Tlp.Red)]
    public async Task One_above_amber_raises_an_alert_for_staff_and_tells_the_institution_neither_what_it_is_nor_whose(string marking, Tlp label)
    {
        var (name, address) = Fresh();
        var partner = await RegisterAsync();
        await system.Ada.BringStixAsync(partner, Indicator(name, $"[ipv4-addr:value = '{address}']", $"\"object_marking_refs\":[\"{marking}\"],"));
        var delivered = 0;
        IncidentView all = null!;
        await RunningSystem.UntilAsync(async () =>
        {
            await DeliverAsync($"line {delivered++} {name}", address);
            foreach (var one in (await system.Ada.IncidentsAsync("\"strict label\"")).Items)
            {
                all = await system.Ada.IncidentAsync(one.Id.Value);
                if (all.Summary.Title == IndicatorSightings.StrictTitle && all.Alerts.Any(alert => alert.Indicator?.Partner == partner))
                {
                    return true;
                }
            }

            return false;
        });

        var alert = all.Alerts.Single(one => one.Source.Value == "partner-indicators");
        Assert.Equal((label, label, partner), (all.Summary.Tlp, alert.Tlp, alert.Indicator!.Partner));
        Assert.DoesNotContain(name, JsonSerializer.Serialize(all), StringComparison.Ordinal);
        using var house = await Someone.InviteAsync(system, Role.InstitutionResponder, false, all.Summary.Institutions[0].Id.Value);
        var shown = JsonSerializer.Serialize(await house.Client.IncidentAsync(all.Summary.Id.Value));
        Assert.All(new[] { name, address, $"192.0.2.{address[(address.LastIndexOf('.') + 1)..]}", partner.Value, alert.Indicator.Id }, word => Assert.DoesNotContain(word, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_seen_before_it_came_is_found_a_few_seconds_later()
    {
        var (name, address) = Fresh();
        var partner = await RegisterAsync();
        await DeliverAsync($"before {name}", address);
        await system.IncidentAsync($"before {name}");

        await system.Ada.BringStixAsync(partner, Indicator(name, $"[ipv4-addr:value = '{address}']"));
        await RunningSystem.UntilAsync(async () =>
        {
            system.Clock.Advance(TimeSpan.FromSeconds(2));
            return (await system.Ada.IncidentsAsync($"\"{name}\"")).Items.Any(one => one.Title.StartsWith("Indicator of a partner seen", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Observables_that_are_added_to_an_incident_are_compared()
    {
        var (name, address) = Fresh();
        await system.Ada.BringStixAsync(await RegisterAsync(), Indicator(name, $"[ipv4-addr:value ISSUBSET '{address}/32']"));
        var incident = await system.AlertAsync($"Other {name}", "192.0.2.99");

        await RunningSystem.UntilAsync(async () =>
        {
            await system.Ada.AddObservablesAsync(incident.Summary.Id, new([address]));
            return (await system.Ada.IncidentsAsync($"\"{name}\"")).Items.Any(one => one.Title.StartsWith("Indicator of a partner seen", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Nothing_is_found_by_what_is_revoked_expired_harmless_or_beyond_what_is_evaluated()
    {
        var (name, address) = Fresh();
        var partner = await RegisterAsync();
        var pattern = $"[ipv4-addr:value = '{address}']";
        await system.Ada.BringStixAsync(partner, Indicator($"revoked {name}", pattern, "\"revoked\":true,"));
        await system.Ada.BringStixAsync(partner, Indicator($"expired {name}", pattern, "\"valid_until\":\"2026-01-02T10:00:00Z\","));
        await system.Ada.BringStixAsync(partner, Indicator($"harmless {name}", pattern, "\"indicator_types\":[\"benign\"],"));
        await system.Ada.BringStixAsync(partner, Indicator($"unclear {name}", $"[ipv4-addr:value = '{address}' AND process:pid > 5]"));
        // One that is found says that the others were looked for too.
        await system.Ada.BringStixAsync(partner, Indicator($"good {name}", pattern));

        await SeenAsync($"good {name}", address);

        Assert.DoesNotContain((await system.Ada.IncidentsAsync($"\"{name}\"")).Items, one => new[] { "revoked", "expired", "harmless", "unclear" }.Any(word => one.Title.Contains(word, StringComparison.Ordinal)));
        Assert.Contains((await system.Ada.ReceivedObjectsAsync(partner, "indicator")).Items, one => one.Name == $"unclear {name}" && one.Unclear is not null);
    }

    private async Task<PartnerId> RegisterAsync() => PartnerId.Of((await system.Ada.AddPartnerAsync(new PartnerRequest { Name = $"CERT {Guid.NewGuid():N}", Kind = PartnerKind.Cert })).Id);

    /// <summary>Delivers alerts that name the address until its indicator is known to the process that takes them.</summary>
    private async Task<IncidentView> SeenAsync(string name, string address)
    {
        _delivered = 0;
        await RunningSystem.UntilAsync(async () =>
        {
            await DeliverAsync($"line {_delivered++} {name}", address);
            return (await system.Ada.IncidentsAsync($"\"{name}\"")).Items.Any(one => one.Title.StartsWith("Indicator of a partner seen", StringComparison.Ordinal));
        });
        var found = (await system.Ada.IncidentsAsync($"\"{name}\"")).Items.First(one => one.Title.StartsWith("Indicator of a partner seen", StringComparison.Ordinal));
        return await system.Ada.IncidentAsync(found.Id.Value);
    }

    /// <summary>Each address is seen by a machine of its own, so that each is an incident of its own.</summary>
    private Task<Contracts.Intake.IntakeAnswer> DeliverAsync(string title, string address)
        => system.DeliverAsync($$$"""{"title":"{{{title}}}","classification":"scanner","severity":"low","identifier":"{{{Guid.NewGuid()}}}","source":{"ip":"192.0.2.{{{address[(address.LastIndexOf('.') + 1)..]}}}"},"destination":{"ip":"{{{address}}}"}}""");

    private static (string Name, string Address) Fresh() => (Guid.NewGuid().ToString("N"), $"198.51.100.{Interlocked.Increment(ref _number)}");

    private static string Indicator(string name, string pattern, string more = "")
        => $$"""{"objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--{{Guid.NewGuid()}}","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z",{{more}}"name":"{{name}}","pattern":"{{pattern}}","pattern_type":"stix","valid_from":"2026-01-01T10:00:00Z"}]}""";
}
