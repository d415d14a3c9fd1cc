using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

public sealed class When_what_is_shared_is_gone : IAsyncLifetime
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
    public async Task With_an_erased_case_goes_what_was_said_of_it_and_the_record_that_it_left_stays()
    {
        var (fetched, waiting) = (await Recipient.RegisterAsync(_system), await Recipient.RegisterAsync(_system));
        var incident = IncidentId.Of((await _lead.Client.OpenIncidentAsync(new() { Title = "cormorant", Severity = Severity.Low, Tlp = Tlp.Green, Observables = ["cormorant.example"] })).Id);
        foreach (var partner in new[] { fetched, waiting })
        {
            await _lead.Client.ShareWithPartnerAsync(incident, new(partner.Id, "They hunt it", Indicators: [new("cormorant.example")]));
            await RunningSystem.UntilAsync(async () => (await partner.RowsAsync()).Count > 0);
        }

        await fetched.TakeAsync();
        var left = (await fetched.RowsAsync()).Count;
        await _lead.Client.CloseAsync(incident, new("done"));
        var plan = await _lead.Client.ErasurePlanAsync(incident);
        Assert.Equal(2, plan.Parts.Single(part => part.Part == "sharings").Count);
        Assert.Contains(plan.Remains, sentence => sentence.Contains($"{left} objects that have left to 1 partners", StringComparison.Ordinal));

        await _lead.Client.EraseAsync(incident, new("asked for"));
        await RunningSystem.UntilAsync(async () => (await _system.Ada.ErasuresAsync()).Items.Any(one => one.What == $"incident/{incident}" && one.DoneAt is not null));

        var rows = _system.Services.GetRequiredService<IRows>();
        Assert.Empty(await rows.ListAllAsync(SharedContent.Table, null, CancellationToken.None));
        Assert.Empty(await rows.ListAllAsync(SharingKind.Table, null, CancellationToken.None));
        Assert.Empty(await waiting.RowsAsync());
        Assert.Equal(left, (await fetched.RowsAsync()).Count);
        Assert.All((await _lead.Client.SentToPartnerAsync(fetched.Id)).Items, one => Assert.Equal(("", null, "taxii"), (one.Origin, one.Why, one.Way)));
        Assert.Contains((await _system.Ada.ErasuresAsync()).Items.Single(one => one.What == $"incident/{incident}").Parts, part => part.Part.StartsWith("objects that had left", StringComparison.Ordinal) && part.Count == left);
    }

    [Fact]
    public async Task An_advisory_goes_out_with_its_revisions_and_is_revoked_when_it_is_withdrawn()
    {
        using var advising = await Advising.BeginAsync(_system);
        var partner = await Recipient.RegisterAsync(_system);
        var advisory = (await advising.PublishAsync(Advising.Content("Gateway flaw", call: false), to: Everyone.Own)).Summary;
        var preview = await _lead.Client.PreviewSharingAsync(advisory.Id, new(partner.Id, "They run it too"));
        await _lead.Client.ShareWithPartnerAsync(advisory.Id, new(partner.Id, "They run it too", Preview: preview.Hash));
        await RunningSystem.UntilAsync(async () => (await partner.RowsAsync()).Count == preview.Objects.Count);
        await partner.TakeAsync();

        await advising.ReviseAsync(advisory.Id, () => advising.Author.Client.EditAdvisoryAsync(advisory.Id, Advising.Content("Gateway flaw, worse", call: false)), "It is worse");
        await RunningSystem.UntilAsync(async () => (await partner.ObjectsAsync()).Values.Any(one => one.TryGetProperty("name", out var name) && name.GetString() == "Gateway flaw, worse"));
        await partner.TakeAsync();

        await _system.Ada.WithdrawAdvisoryAsync(advisory.Id, new("It was none"));
        await RunningSystem.UntilAsync(async () => (await partner.ObjectsAsync()).Values.Any(one => one.TryGetProperty("revoked", out var revoked) && revoked.GetBoolean() && one.GetProperty("type").GetString() == "report"));
        await RunningSystem.UntilAsync(async () => (await _lead.Client.SharingsAsync(advisory.Id)).Items.Single() is { State: SharingState.Held, Problem.Code: "sharing.not-published" });
    }
}
