using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

public sealed class When_looking_back_is_cut_short : IAsyncLifetime
{
    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task What_was_seen_is_counted_once_also_where_it_goes_on_the_next_day()
    {
        await _system.DeliverAsync(_system.Line("talks to it", "203.0.113.60"));
        await _system.IncidentAsync("talks to it");
        var partner = PartnerId.Of((await _system.Ada.AddPartnerAsync(new PartnerRequest { Name = "Lighthouse", Kind = PartnerKind.Cert })).Id);
        var brought = await _system.Ada.BringStixAsync(partner, """
            {"objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z",
            "name":"Number 1","pattern":"[ipv4-addr:value = '203.0.113.60']","pattern_type":"stix","valid_from":"2026-01-01T10:00:00Z"}]}
            """);
        var (rows, due) = (_system.Services.GetRequiredService<IRows>(), _system.Clock.GetUtcNow().AddSeconds(1));
        var indicator = Assert.Single(await rows.ListAllAsync(ReceivedRows.Indicators, null, CancellationToken.None)).Value;
        var target = SubmissionKind.LookBack(brought.Id);
        var handler = _system.Services.GetServices<IMessageHandler>().Single(one => one.Takes(target));

        // It has raised what was seen, and dies before that is recorded: nobody answers the message that asked.
        var order = new LookBackOrder(brought.Id, indicator.Lane, indicator.LaneVersion);
        await Record.ExceptionAsync(() => handler.HandleAsync(target, [new("received/nobody/1/0", target, DomainJson.Write(order), Priority.Bulk, due, null, 1)], CancellationToken.None));
        await RunningSystem.UntilAsync(async () => (await SightingsAsync()).Length == 1);
        _system.Clock.Advance(TimeSpan.FromHours(25));
        await RunningSystem.UntilAsync(async () => (await _system.Services.GetRequiredService<IJournal>().ReadStreamAsync(SubmissionKind.Stream(brought.Id), 0, CancellationToken.None)).Any(one => one.Type == "looked-back"));

        Assert.Single(await SightingsAsync());
        Assert.Empty(await rows.ListAllAsync(IntakeKind.Repeats, null, CancellationToken.None));

        async Task<AlertRecord[]> SightingsAsync()
            => [.. (await rows.ListAllAsync(IntakeKind.Alerts, RowFilter.Is("source", IndicatorSightings.Source.Value), CancellationToken.None)).Select(row => row.Value)];
    }
}
