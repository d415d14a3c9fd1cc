using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Scenarios.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>What a partner says about an incident lands in it, under its source and label, and wakes whoever has it.</summary>
[Collection(OneSystem.Name)]
public sealed class When_a_partner_speaks_of_what_was_shared(RunningSystem system)
{
    private const string Strict = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";
    private static int _number = 100;

    [Fact]
    public async Task A_sighting_of_ours_lands_on_the_timeline_under_its_label_and_wakes_the_owner_once()
    {
        var (incident, partner, ours) = await SharedAsync();
        await system.Ada.AssignAsync(incident.Summary.Id, new((await system.Ada.MeAsync())!.Person.Id));
        var before = system.MailsTo(incident, "ada@cert.example").Count();
        var sighting = $$"""{"objects":[{"type":"sighting","spec_version":"2.1","id":"sighting--{{Guid.NewGuid()}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z","sighting_of_ref":"{{ours}}","count":7,"description":"In <b>our</b> proxy","object_marking_refs":["{{Strict}}"]}]}""";

        await system.Ada.BringStixAsync(partner, sighting);
        await system.Ada.BringStixAsync(partner, sighting);

        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notes.Count == 1);
        var seen = await system.Ada.IncidentAsync(incident.Summary.Id.Value);
        var note = seen.Notes.Single();
        Assert.Equal(("Seen 7 times\nIn <b>our</b> proxy", Tlp.AmberStrict, partner), (note.Text, note.Tlp, note.Partner?.Id));
        Assert.Equal((await system.Ada.ReceivedObjectsAsync(partner, "sighting")).Items.Single().Id, note.ObjectId);
        Assert.Equal(note.Partner?.Name, note.By.Name);
        Assert.Equal(incident.Summary.Tlp, seen.Summary.Tlp);
        Assert.Single((await system.Ada.TimelineAsync(incident.Summary.Id)).Items, entry => entry.Kind == "partner-spoke" && entry.Text.EndsWith("under TLP:AMBER+STRICT: a sighting", StringComparison.Ordinal));
        await RunningSystem.UntilAsync(() => Task.FromResult(system.MailsTo(incident, "ada@cert.example").Count() == before + 1));
        Assert.DoesNotContain("proxy", system.MailsTo(incident, "ada@cert.example").Last().Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_and_an_opinion_that_name_ours_land_and_what_names_nothing_of_ours_does_not()
    {
        var (incident, partner, ours) = await SharedAsync();

        await system.Ada.BringStixAsync(partner, $$"""
            {"objects":[
              {"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z","content":"It is back","object_refs":["{{ours}}"]},
              {"type":"opinion","spec_version":"2.1","id":"opinion--{{Guid.NewGuid()}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z","opinion":"agree","explanation":"We saw it too","object_refs":["{{ours}}"]},
              {"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z","content":"Of something else","object_refs":["indicator--{{Guid.NewGuid()}}"]}
            ]}
            """);

        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notes.Count == 2);
        Assert.Equal(["It is back", "Opinion: agree\nWe saw it too"], (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notes.Select(note => note.Text).Order(StringComparer.Ordinal));
        Assert.Equal([$"incident/{incident.Summary.Id}"], (await system.Ada.ReceivedObjectsAsync(partner, "opinion")).Items.Single().About);
    }

    [Fact]
    public async Task Nobody_changes_what_we_made_and_what_comes_back_as_it_went_is_no_news()
    {
        var (incident, partner, ours) = await SharedAsync();

        Assert.Equal(1, (await system.Ada.BringStixAsync(partner, Ours("2026-01-01T10:00:00.000Z"))).Successes);
        Assert.Equal(1, (await system.Ada.BringStixAsync(partner, Ours("2026-02-01T10:00:00.000Z"))).Failures);
        Assert.Empty((await system.Ada.ReceivedObjectsAsync(partner)).Items);
        Assert.Equal("received-ours", Assert.Single((await system.Ada.QuarantineAsync(partner)).Items).Code);
        Assert.Empty((await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Notes);

        string Ours(string modified) => $$"""{"objects":[{"type":"indicator","spec_version":"2.1","id":"{{ours}}","created":"2026-01-01T10:00:00.000Z","modified":"{{modified}}","pattern":"[ipv4-addr:value = '203.0.113.5']","pattern_type":"stix","valid_from":"2026-01-01T10:00:00Z"}]}""";
    }

    /// <summary>An incident of which an indicator has left to a partner.</summary>
    private async Task<(IncidentView Incident, PartnerId Partner, string Ours)> SharedAsync()
    {
        var number = Interlocked.Increment(ref _number);
        var incident = await system.AlertAsync($"Shared with a partner {number}", $"192.0.2.{number}");
        var partner = PartnerId.Of((await system.Ada.AddPartnerAsync(Recipient.Facts())).Id);
        using (var lead = await Someone.SignInAsync(system, "cleo@cert.example", Role.Lead))
        {
            await lead.Client.ShareWithPartnerAsync(incident.Summary.Id, new(partner, "They hunt the same actor"));
        }

        // What the share itself says comes first: what it does not say does not stay.
        await RunningSystem.UntilAsync(async () => (await new Recipient(system, partner, "").RowsAsync()).Count > 0);
        var ours = $"indicator--{Guid.NewGuid()}";
        var answer = await system.Services.GetRequiredService<IGrainFactory>().Collection(partner).ExecuteAsync(
            new AddObjects([new(ours, "2026-01-01T10:00:00.000Z", Tlp.Green, $"incident/{incident.Summary.Id}", [], "content")], "sharing/x"), Actor.System);
        Assert.Null(answer.Refusal);
        return (incident, partner, ours);
    }
}
