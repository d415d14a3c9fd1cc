using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Scenarios.Exchange;

/// <summary>Two houses that both run this system: one shares an incident, the other polls it, and answers. One is stopped meanwhile, the way between them is cut, and everything arrives once, with one id.</summary>
public sealed class When_two_Coordinations_exchange : IAsyncLifetime
{
    private static readonly InstitutionId Alma = InstitutionId.Of(Everyone.Own);
    // Both begin as copies of one database, and so each needs a name of its own.
    private readonly RunningSystem _here = new() { Settings = ["--Coordination:Limits:Enabled=false", "--Coordination:Exchange:Namespace=https://here.example"] };
    private readonly RunningSystem _there = new() { Settings = ["--Coordination:Limits:Enabled=false", "--Coordination:Taxii:AllowHttp=true", "--Coordination:Taxii:AllowPrivateNetworks=true", "--Coordination:Exchange:Namespace=https://there.example"] };
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
        await using var line = new Line(() => _here.Address);
        var them = await Recipient.RegisterAsync(_here);
        var us = PartnerId.Of((await _there.Ada.AddPartnerAsync(Recipient.Facts())).Id);
        await _there.Ada.PutPeerAsync(us, new()
        {
            ApiRoot = $"{line.Address}/taxii2/exchange/", Poll = ["clear", "green", "amber", "amber-strict"], PushInto = "inbox", Secret = them.Token, EverySeconds = 30,
        });
        Assert.True((await _there.Ada.TestPeerAsync(us)) is { Works: true } test, string.Join(' ', (await _there.Ada.TestPeerAsync(us)).Seen));

        var incident = await ShareAsync(them);
        // What has left is on its way for a moment, and there are several collections.
        await MoveUntilAsync(us, async () => (await them.RowsAsync()).All(row => row.TakenAt is not null) && string.Join('\n', await NamesThereAsync(us)) == string.Join('\n', await NamesHereAsync(them)));
        Assert.Equal(await NamesHereAsync(them), await NamesThereAsync(us));
        Assert.Contains(await NamesThereAsync(us), one => one.StartsWith("incident--", StringComparison.Ordinal));
        var indicator = (await them.RowsAsync()).Select(row => row.What.Id).First(id => id.StartsWith("indicator--", StringComparison.Ordinal));

        // The way is gone; there, an answer is laid ready, and the process is stopped and started again.
        await line.CutAsync();
        var said = new Contracts.Client.Asked { Key = "the-same" };
        var answer = await _there.Ada.AnswerObjectAsync(us, indicator, new() { Text = "It is on our mail server too", Label = Tlp.Green }, said);
        Assert.Equal(answer, await _there.Ada.AnswerObjectAsync(us, indicator, new() { Text = "It is on our mail server too", Label = Tlp.Green }, said));
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
        Assert.NotNull(Assert.Single((await _there.Ada.SentToPartnerAsync(us)).Items, one => one.Answers == indicator).TakenAt);
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
