using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

/// <summary>Two houses that both run this system: one shares an incident, the other polls it, and answers. One is stopped meanwhile, the way between them is cut, and everything arrives once, with one id.</summary>
public sealed class When_two_Coordinations_exchange : IAsyncLifetime
{
    private static readonly InstitutionId Alma = InstitutionId.Of(Everyone.Own);
    private readonly RunningSystem _here = new() { Settings = ["--Coordination:Limits:Enabled=false"] };
    private readonly RunningSystem _there = new() { Settings = ["--Coordination:Limits:Enabled=false", "--Coordination:Taxii:AllowHttp=true", "--Coordination:Taxii:AllowPrivateNetworks=true"] };
    private PeerView? _seen;

    public async Task InitializeAsync()
    {
        await _here.InitializeAsync();
        await _there.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task An_incident_arrives_is_answered_and_the_answer_lands_in_it_though_one_was_stopped_and_the_way_was_cut()
    {
        await using var line = new Line(_here.Address);
        var them = await Recipient.RegisterAsync(_here);
        var us = PartnerId.Of((await _there.Ada.AddPartnerAsync(Recipient.Facts())).Id);
        await _there.Ada.PutPeerAsync(us, new()
        {
            ApiRoot = $"{line.Address}/taxii2/exchange/", Poll = ["clear", "green", "amber", "amber-strict"], PushInto = "inbox", Secret = them.Token, EverySeconds = 30,
        });
        Assert.True((await _there.Ada.TestPeerAsync(us)) is { Works: true } test, string.Join(' ', (await _there.Ada.TestPeerAsync(us)).Seen));

        var incident = await ShareAsync(them);
        await MoveUntilAsync(us, async () => (await NamesThereAsync(us)).Length > 0 && (await them.RowsAsync()).All(row => row.TakenAt is not null));
        Assert.Equal(await NamesHereAsync(them), await NamesThereAsync(us));
        Assert.Contains(await NamesThereAsync(us), one => one.StartsWith("incident--", StringComparison.Ordinal));
        var indicator = (await them.RowsAsync()).Select(row => row.What.Id).First(id => id.StartsWith("indicator--", StringComparison.Ordinal));

        // The way is gone; there, an answer is laid ready, and the process is stopped and started again.
        await line.CutAsync();
        await AnswerAsync(us, indicator);
        await MoveUntilAsync(us, async () => (_seen = await _there.Ada.PeerAsync(us)).FailuresInRow >= 2 && _seen.Pushing);
        Assert.Contains("cannot be reached", (await _there.Ada.PeerAsync(us)).LastFailure!.Reason, StringComparison.Ordinal);
        await _there.StopAsync();
        await _there.StartAsync();

        // Here, too, it is started anew, and the incident is told otherwise meanwhile.
        await _here.StopAsync();
        await _here.StartAsync();
        using (var lead = await Someone.SignInAsync(_here, "cleo@cert.example", Role.Lead))
        {
            await lead.Client.RenameAsync(incident, new("Another actor after all"));
            await lead.Client.CorrectSharingAsync(incident, them.Id, new("It was another actor"));
        }

        await RunningSystem.UntilAsync(async () => (await them.RowsAsync()).Any(row => row.TakenAt is null));
        line.To = _here.Address;
        line.Mend();
        await MoveUntilAsync(us, async () => (await them.RowsAsync()).All(row => row.TakenAt is not null) && (await _here.Ada.IncidentAsync(incident.Value)).Notes.Count > 0);
        await MoveUntilAsync(us, async () => (_seen = await _there.Ada.PeerAsync(us)) is { Pushing: false, Polling: false, FailuresInRow: 0 });

        // Its objects, each once, in the version that holds; and the answer, once, under the name of who gave it.
        Assert.Equal(await NamesHereAsync(them), await NamesThereAsync(us));
        var versions = await them.RowsAsync();
        Assert.Equal(versions.Count, (await _there.Ada.StixSubmissionsAsync(us)).Items.Sum(one => one.Fresh));
        Assert.All(versions.Where(row => row.What.Version is not null).GroupBy(row => (row.What.Id, row.What.Version)), group => Assert.Single(group));
        var note = Assert.Single((await _here.Ada.IncidentAsync(incident.Value)).Notes);
        Assert.Equal(("It is on our mail server too", them.Id), (note.Text, note.Partner?.Id));
        Assert.Single((await _here.Ada.TimelineAsync(incident)).Items, entry => entry.Kind == "partner-spoke");
        Assert.Equal((1, 0), ((await _here.Ada.ReceivedObjectsAsync(them.Id)).Items.Count, (await _here.Ada.QuarantineAsync(them.Id)).Items.Count));
        var health = await _there.Ada.PartnerHealthAsync(us);
        Assert.Equal((0, BreakerState.Closed, 0, 0), (health.Waiting, health.Breaker, health.FailuresInRow, health.Quarantined));
    }

    /// <summary>An incident, shared with the consent of whom it affects.</summary>
    private async Task<IncidentId> ShareAsync(Recipient to)
    {
        using var lead = await Someone.SignInAsync(_here, "cleo@cert.example", Role.Lead);
        var incident = IncidentId.Of((await lead.Client.OpenIncidentAsync(new()
        {
            Title = "Beacons", Description = "It calls home", Severity = Severity.Medium, Tlp = Tlp.Green, Institutions = [Alma], Observables = ["evil.example", "198.51.100.77"],
        })).Id);
        await lead.Client.AskConsentAsync(incident, new(Alma, null, "They hunt the same actor", _here.Clock.GetUtcNow().AddDays(1), Partner: to.Id));
        await lead.Client.AnswerConsentAsync(incident, 1, new(true, "Their head of security, by telephone"));
        await lead.Client.ShareWithPartnerAsync(incident, new(to.Id, "They hunt the same actor", Indicators: [new("evil.example", Confidence: 80)]));
        await RunningSystem.UntilAsync(async () => (await to.RowsAsync()).Count > 4);
        return incident;
    }

    /// <summary>There, a note about what came lies ready for the other side, on an incident of their own that is shared with it.</summary>
    private async Task AnswerAsync(PartnerId to, string about)
    {
        var (kind, journal, now) = (IncidentKind.Instance, _there.Services.GetRequiredService<IJournal>(), _there.Clock.GetUtcNow());
        var origin = new StreamId("incident", "answer");
        var state = Incident.Empty;
        foreach (var (index, happened) in new IncidentEvent[]
        {
            new IncidentOpened("X-1", "A case", null, Severity.Low, Tlp.Green, false, "phishing", [], []),
            new IncidentShared(new(1, Audience.Of(to), null, PersonId.Of("ada"), "they need it", now)),
        }.Index())
        {
            var recorded = new Recorded<IncidentEvent>(happened, index + 1, now, Actor.System, "test");
            var after = kind.Apply(state, recorded);
            Assert.IsType<Committed>(await journal.CommitAsync(
                new() { Stream = origin, ExpectedVersion = index, Events = [EventJson<IncidentEvent>.Write(recorded)], Rows = [.. kind.Rows(origin, state, recorded, after)] }, CancellationToken.None));
            state = after;
        }

        var json = $$"""{"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-02T10:00:00.000Z","modified":"2026-01-02T10:00:00.000Z","content":"It is on our mail server too","object_refs":["{{about}}"]}""";
        var said = new StreamId("answer", "1");
        var content = SharedContent.IdOf(said, json);
        Assert.IsType<Committed>(await journal.CommitAsync(
            new() { Stream = said, ExpectedVersion = 0, Rows = [SharedContent.Table.Put(content, new(json))], Events = [new("said", 1, now, Actor.System, "test", Encoding.UTF8.GetBytes("{}"))] }, CancellationToken.None));
        var id = json[(json.IndexOf("note--", StringComparison.Ordinal))..][..41];
        Assert.Null((await _there.Services.GetRequiredService<IGrainFactory>().Collection(to).ExecuteAsync(new AddObjects([new(id, "2026-01-02T10:00:00.000Z", Tlp.Green, origin.Value, [], content)], "sharing/test"), Actor.System)).Refusal);
    }

    private static async Task<string[]> NamesHereAsync(Recipient them)
        => [.. (await them.RowsAsync()).GroupBy(row => row.What.Id).Select(group => $"{group.Key} {group.MaxBy(row => row.Number)!.What.Version}").Order(StringComparer.Ordinal)];

    private async Task<string[]> NamesThereAsync(PartnerId us)
        => [.. (await _there.Ada.ReceivedObjectsAsync(us)).Items.Select(one => $"{one.Id} {one.Version}").Order(StringComparer.Ordinal)];

    private Task MoveUntilAsync(PartnerId us, Func<Task<bool>> holds)
        => RunningSystem.UntilAsync(
            async () =>
            {
                _there.Clock.Advance(TimeSpan.FromSeconds(1));
                _here.Clock.Advance(TimeSpan.FromSeconds(1));
                return await holds();
            },
            () => $"{System.Text.Json.JsonSerializer.Serialize(_there.Ada.PeerAsync(us).GetAwaiter().GetResult(), Wire.Json)}");
}
