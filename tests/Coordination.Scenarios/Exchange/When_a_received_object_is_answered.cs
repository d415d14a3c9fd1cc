using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

/// <summary>What a partner gave is answered: to that partner, under a label it may have, once.</summary>
[Collection(OneSystem.Name)]
public sealed class When_a_received_object_is_answered(RunningSystem system)
{
    private static int _number;

    [Fact]
    public async Task A_note_and_a_sighting_lie_ready_for_that_partner_and_a_repeat_is_the_same()
    {
        var (to, indicator) = await GivenAsync("indicator");
        var other = await Recipient.RegisterAsync(system);
        var asked = new Asked { Key = Guid.NewGuid().ToString("N") };
        var first = await system.Ada.AnswerObjectAsync(to.Id, indicator, new() { Text = " On our mail server too ", Label = Tlp.AmberStrict }, asked);
        system.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(first, await system.Ada.AnswerObjectAsync(to.Id, indicator, new() { Text = " On our mail server too ", Label = Tlp.AmberStrict }, asked));
        Assert.Equal("operation.reused", await CodeAsync(() => system.Ada.AnswerObjectAsync(to.Id, indicator, new() { Text = "Something else", Label = Tlp.AmberStrict }, asked)));
        var now = system.Clock.GetUtcNow();
        await system.Ada.AnswerObjectAsync(to.Id, indicator, new() { Text = "In our proxy", Label = Tlp.Green, Seen = new(now.AddDays(-1), now, 7) });
        await RunningSystem.UntilAsync(async () => (await to.RowsAsync()).Count == 2);

        var objects = await to.ObjectsAsync();
        var note = objects.Values.Single(one => one.GetProperty("type").ValueEquals("note"));
        Assert.Equal(("On our mail server too", indicator), (note.GetProperty("content").GetString(), note.GetProperty("object_refs")[0].GetString()));
        Assert.Equal("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", note.GetProperty("object_marking_refs")[0].GetString());
        Assert.StartsWith("identity--", note.GetProperty("created_by_ref").GetString(), StringComparison.Ordinal);
        var sighting = objects.Values.Single(one => one.GetProperty("type").ValueEquals("sighting"));
        Assert.Equal(("In our proxy", indicator, 7), (sighting.GetProperty("description").GetString(), sighting.GetProperty("sighting_of_ref").GetString(), sighting.GetProperty("count").GetInt32()));
        Assert.Empty(await other.RowsAsync());

        // It leaves by the door, and the record says who answered what.
        using var machine = new TaxiiClient(system.Http(to.Token));
        var left = await machine.PageAsync("amber-strict");
        Assert.Contains("On our mail server too", left.Body!.ToJsonString(), StringComparison.Ordinal);
        var sent = (await system.Ada.SentToPartnerAsync(to.Id)).Items;
        Assert.All(sent, one => Assert.Equal((indicator, "Ada"), (one.Answers, one.By?.Name.Split(' ')[0])));
        Assert.Single(sent, one => one.TakenAt is not null);
        var listed = Assert.Single((await system.Ada.ReceivedObjectsAsync(to.Id)).Items);
        Assert.Equal(("Ada", Tlp.Green), (listed.Answered?.By?.Name.Split(' ')[0], listed.Answered?.Label));
    }

    [Theory]
    [InlineData("sharing.above-ceiling")]
    [InlineData("sharing.red")]
    [InlineData("sharing.paused")]
    [InlineData("reply.text-missing")]
    [InlineData("field.too-long")]
    [InlineData("reply.seen-invalid")]
    [InlineData("reply.not-an-indicator")]
    [InlineData("received.unknown")]
    [InlineData("partner.unknown")]
    [InlineData("sharing.exercise")]
    public async Task It_is_said_why_an_answer_does_not_go(string code)
    {
        var (to, id) = code == "sharing.exercise" ? await OfExerciseAsync() : await GivenAsync(code == "reply.not-an-indicator" ? "vulnerability" : "indicator", Tlp.Green);
        if (code == "sharing.paused")
        {
            await system.Ada.PausePartnerAsync(to.Id, "Their mailbox was taken over");
        }

        var now = system.Clock.GetUtcNow();
        var request = new AnswerObjectRequest
        {
            Text = code switch { "reply.text-missing" => " ", "field.too-long" => new('a', 20_001), _ => "Here too" },
            Label = code switch { "sharing.above-ceiling" => Tlp.Amber, "sharing.red" => Tlp.Red, _ => Tlp.Green },
            Seen = code switch { "reply.seen-invalid" => new(now, now.AddSeconds(-1)), "reply.not-an-indicator" => new(now, now), _ => null },
        };
        Assert.Equal(code, await CodeAsync(() => system.Ada.AnswerObjectAsync(
            code == "partner.unknown" ? PartnerId.Of("nobody") : to.Id, code == "received.unknown" ? $"indicator--{Guid.NewGuid()}" : id, request)));
        Assert.DoesNotContain(await to.RowsAsync(), row => row.What.Origin.StartsWith("reply/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_waits_does_not_leave_while_the_partner_may_not_have_it()
    {
        var (to, id) = await GivenAsync("indicator");
        await system.Ada.AnswerObjectAsync(to.Id, id, new() { Text = "Here too", Label = Tlp.Amber });
        await RunningSystem.UntilAsync(async () => (await to.RowsAsync()).Count == 1);
        await to.ChangeAsync(facts => facts with { Ceiling = Tlp.Green });
        using var machine = new TaxiiClient(system.Http(to.Token));
        Assert.Equal(HttpStatusCode.NotFound, (await machine.SendAsync($"{TaxiiClient.Collections}amber/objects/")).Status);
        Assert.Null(Assert.Single(await to.RowsAsync()).TakenAt);
        await to.ChangeAsync(facts => facts with { Ceiling = Tlp.Amber });
        Assert.Contains("Here too", (await machine.PageAsync("amber")).Body!.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(Recipient To, string Id)> GivenAsync(string type, Tlp ceiling = Tlp.AmberStrict)
    {
        var to = await Recipient.RegisterAsync(system, Recipient.Facts(ceiling: ceiling));
        var id = $"{type}--{Guid.NewGuid()}";
        var own = type == "indicator" ? $$""","pattern":"[domain-name:value = 'a{{Interlocked.Increment(ref _number)}}.answered.example']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z" """ : ""","name":"CVE-2026-1" """;
        await BringAsync(to, $$"""{"type":"{{type}}","spec_version":"2.1","id":"{{id}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z"{{own}}}""");
        return (to, id);
    }

    /// <summary>A note of the partner on an object of an exercise. Nothing lets that leave, so that it did is planted.</summary>
    private async Task<(Recipient To, string Id)> OfExerciseAsync()
    {
        var to = await Recipient.RegisterAsync(system);
        var incident = (await system.Ada.OpenIncidentAsync(new() { Title = "Drill", Severity = Severity.Low, Tlp = Tlp.Green, Exercise = true })).Id;
        var (ours, id) = ($"indicator--{Guid.NewGuid()}", $"note--{Guid.NewGuid()}");
        var grain = system.Services.GetRequiredService<IGrainFactory>().Collection(to.Id);
        Assert.Null((await grain.ExecuteAsync(new AddObjects([new(ours, "2026-01-01T10:00:00.000Z", Tlp.Green, $"incident/{incident}", [], "content")], "sharing/x"), Actor.System)).Refusal);
        await BringAsync(to, $$"""{"type":"note","spec_version":"2.1","id":"{{id}}","created":"2026-01-02T10:00:00Z","modified":"2026-01-02T10:00:00Z","content":"We play too","object_refs":["{{ours}}"]}""");
        return (to, id);
    }

    private async Task BringAsync(Recipient to, string json)
        => Assert.Equal(1, (await system.Ada.BringStixAsync(to.Id, $$"""{"objects":[{{json}}]}""")).Fresh);

    private static async Task<string?> CodeAsync(Func<Task> act) => (await Assert.ThrowsAsync<ProblemException>(act)).Problem.Code;
}
