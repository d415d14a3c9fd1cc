using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;
using Coordination.Grains.Notification;
using Coordination.Grains.Tests.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests.Notification;

/// <summary>To one receiver two webhooks are on their way at once; the others wait for a place, and meanwhile much can happen.</summary>
public sealed class What_is_sent : IAsyncLifetime
{
    private readonly TwoSilos _silos = new();
    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly FakeOutbox _outbox;
    private readonly HeldSender _sender = new();

    public What_is_sent() => _outbox = new(_clock);

    public Task InitializeAsync() => _silos.InitializeAsync();

    public Task DisposeAsync() => _silos.DisposeAsync();

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task What_is_lost_while_it_waits_for_a_place_is_not_sent(bool lost, int sent)
    {
        var pump = new SendPump(_silos.Grains, _outbox, [_sender], new NoLinks(), new Patience(_silos.Grains, _clock, NullLogger<Patience>.Instance), NullLogger<SendPump>.Instance);
        _outbox.Arm(Enumerable.Range(1, 3).Select(Message));
        var messages = await _outbox.ClaimDueAsync(new Dictionary<Priority, int> { [Priority.Notification] = 3 }, CancellationToken.None);
        var handling = messages.Select(message => pump.HandleAsync(message.Target, [message], CancellationToken.None)).ToArray();
        await _sender.AreUnderWayAsync(2);

        if (lost)
        {
            _outbox.Done(messages[2].Id);
        }

        _sender.GoOn();
        await Task.WhenAll(handling);

        Assert.Equal(sent, _sender.Sent);
    }

    private static OutboxMessage Message(int number)
    {
        var order = new SendOrder
        {
            Notification = NotificationId.Of($"n{number}"), Delivery = 1, Attempt = 1, Channel = Channel.Webhook, Address = "https://receiver.example/hook", RecipientName = "Receiver",
            Text = new("Subject", "Text"), Tlp = Tlp.Green, Thread = "incident/1",
        };
        return new($"m{number}", new StreamId("send", $"webhook/n{number}/1"), DomainJson.Write(order), Priority.Notification, Noon, Key: null, SenderVersion: 1);
    }

    /// <summary>Sends nothing on until it is told to.</summary>
    private sealed class HeldSender : ISender
    {
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _begun = new(0);
        private int _sent;

        public Channel Channel => Channel.Webhook;

        public int Sent => Volatile.Read(ref _sent);

        public async Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sent);
            _begun.Release();
            await _goOn.Task;
            return SendResult.Ok;
        }

        public async Task AreUnderWayAsync(int count)
        {
            for (var number = 0; number < count; number++)
            {
                await _begun.WaitAsync();
            }
        }

        public void GoOn() => _goOn.SetResult();
    }

    private sealed class NoLinks : ILinkSigner
    {
        public string AcknowledgeLink(NotificationId notification, DateTimeOffset? due) => "https://cert.example/acknowledge";
    }
}
