using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Publishing is answered, nothing has left yet, and the process goes: the next one tells each institution once.</summary>
public sealed class When_the_process_stops_between_publishing_and_sending : IAsyncLifetime
{
    private static readonly string[] Everyone = ["alma", "boreal", "cordis", "dune", "etal", "fjord", "glade", "hive", "iris", "juno"];
    private readonly RunningSystem _system;
    private HeldSender _sender = null!;

    public When_the_process_stops_between_publishing_and_sending() => _system = new() { Change = Hold };

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Each_institution_is_told_once_by_the_next_process()
    {
        AdvisoryView advisory;
        using (var advising = await Advising.BeginAsync(_system))
        {
            _sender.Hold();
            advisory = await advising.PublishAsync(Advising.Content("Published and gone"), to: Everyone);
            // Some are on their way to the mail server, where they are held; the others may still stand in the outbox as what published them left them.
            await RunningSystem.UntilAsync(() => Task.FromResult(_sender.Held > 0));
            Assert.Empty(advising.MailsTo(advisory, "security@alma.example"));
        }

        await _system.StopAsync();
        await _system.StartAsync();

        using var after = await Advising.BeginAsync(_system);
        await _system.MoveUntilAsync(() => Task.FromResult(Everyone.All(one => after.MailsTo(advisory, $"security@{one}.example").Any())));
        await _system.MoveUntilAsync(async () => (await _system.Ada.AdvisoryReportAsync(advisory.Summary.Id)).Addressees.Count(one => one.State == AddresseeState.Sent) == Everyone.Length);
        foreach (var one in Everyone)
        {
            Assert.Single(after.MailsTo(advisory, $"security@{one}.example"));
            var entries = (await _system.Ada.AddresseeTimelineAsync(advisory.Summary.Id, InstitutionId.Of(one))).Items.Select(entry => entry.Kind).ToArray();
            Assert.Single(entries, "institution-addressed");
            Assert.Single(entries, "notification-queued");
            Assert.Single(entries, "delivery-sent");
        }

        // Ledger and outbox agree: nothing of it is left to be sent but the next steps of the chase.
        var ledger = await _system.Services.GetRequiredService<IRows>().ListAsync(NotificationKind.Table, new RowQuery(new Compare("queued", Comparison.Greater, 0)), CancellationToken.None);
        Assert.Empty(ledger.Rows);
        Assert.Empty(await _system.Ada.ParkedAsync());
    }

    /// <summary>Every process has a sender of its own; only one that a test holds waits.</summary>
    private void Hold(IServiceCollection services)
    {
        for (var at = 0; at < services.Count; at++)
        {
            if (services[at] is { ServiceType: var type, ImplementationType: { } made } && type == typeof(ISender))
            {
                services[at] = ServiceDescriptor.Singleton<ISender>(all =>
                {
                    var inner = (ISender)ActivatorUtilities.CreateInstance(all, made);
                    return inner.Channel == Channel.Mail ? _sender = new(inner) : inner;
                });
            }
        }
    }
}
