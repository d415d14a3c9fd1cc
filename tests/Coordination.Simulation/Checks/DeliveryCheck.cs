using Coordination.Contracts.Notification;
using Coordination.Domain.Notification;
using Coordination.Simulation.Outside;

namespace Coordination.Simulation.Checks;

/// <summary>
/// Every delivery ends sent, given up, called off or not meant to be sent, as the ledger says and as it was outside. It is repeated only under the same name,
/// and only when its message was rightly given out again.
/// </summary>
internal sealed class DeliveryCheck(World world, Book book, Findings findings)
{
    private readonly ILookup<string, Sending> _sendings = world.Outside.Sendings.ToLookup(sending => OutsideWorld.NameOf(sending.Order.Notification.Value, sending.Order.Delivery));
    private readonly ILookup<string, Storage.HandOut> _handOuts = world.Database.HandOuts.ToLookup(handOut => handOut.Message);

    public void Check()
    {
        foreach (var (stream, entries) in book.OfKind("notification"))
        {
            if (entries[0].Event is not NotificationQueued queued || entries.Skip(1).Any(entry => entry.Event is NotificationQueued))
            {
                findings.Add($"{stream} was not queued once and first.");
                continue;
            }

            for (var number = 1; number <= queued.Party.Contacts.Count; number++)
            {
                CheckDelivery(stream, queued, number, entries);
            }
        }

        foreach (var stranger in world.Outside.Sendings.Where(sending => !book.Streams.ContainsKey(NotificationKind.Stream(sending.Order.Notification))))
        {
            findings.Add($"{stranger.Order.Notification}/{stranger.Order.Delivery} was sent and is no notification.");
        }
    }

    private void CheckDelivery(StreamId stream, NotificationQueued queued, int number, List<Entry> entries)
    {
        var name = OutsideWorld.NameOf(stream.Key, number);
        var sendings = _sendings[name].ToArray();
        var status = queued.Subject.Exercise ? DeliveryStatus.NotSent : DeliveryStatus.Queued;
        var sent = 0;
        // The message of the attempt that comes next.
        string? message = queued.Subject.Exercise ? null : $"{stream}/{Findings.Number(entries[0].Version)}/{Findings.Number(number - 1)}";
        var messages = new Dictionary<string, int>();
        var attempt = 1;
        foreach (var entry in entries)
        {
            switch (entry.Event)
            {
                case DeliverySent one when one.Delivery == number:
                    (status, sent) = (DeliveryStatus.Sent, sent + 1);
                    Demand(sendings.Any(sending => sending.Order.Attempt <= one.Attempt && sending.Said is { Sent: true }), entry, "says that it was sent; no sender said so");
                    break;
                case DeliveryFailed one when one.Delivery == number:
                    Demand(sendings.Any(sending => sending.Order.Attempt == one.Attempt && sending.Said is { Sent: false }), entry, "says that it failed; no sender said so");
                    Remember();
                    (message, attempt) = ($"{stream}/{Findings.Number(entry.Version)}/0", one.Attempt + 1);
                    break;
                case DeliveryParked one when one.Delivery == number:
                    status = DeliveryStatus.Parked;
                    Demand(
                        sendings.Any(sending => sending.Order.Attempt == one.Attempt && sending.Said is { Sent: false } said && (said.Permanent || sending.Order.Attempt >= RetryPlan.Attempts)),
                        entry, "gives up without a reason");
                    Remember();
                    (message, attempt) = (null, one.Attempt + 1);
                    break;
                case DeliveryRetried one when one.Delivery == number:
                    (status, message) = (DeliveryStatus.Queued, $"{stream}/{Findings.Number(entry.Version)}/0");
                    break;
                case DeliveriesWithdrawn withdrawn when withdrawn.Deliveries.Contains(number):
                    status = DeliveryStatus.Withdrawn;
                    break;
            }
        }

        Remember();
        if (status == DeliveryStatus.Queued)
        {
            findings.Add($"{name} is queued, and nothing will send it any more.");
        }

        if (sent > 1)
        {
            findings.Add($"{name} is recorded as sent {sent} times.");
        }

        CheckOutside(name, queued, status, sendings, messages);

        void Demand(bool met, Entry entry, string otherwise)
        {
            if (!met)
            {
                findings.Add($"{stream} version {entry.Version} {otherwise} (delivery {number}).");
            }
        }

        void Remember()
        {
            if (message is not null)
            {
                messages[message] = attempt;
            }
        }
    }

    private void CheckOutside(string name, NotificationQueued queued, DeliveryStatus status, Sending[] sendings, Dictionary<string, int> messages)
    {
        if (queued.Subject.Exercise && sendings.Length > 0)
        {
            findings.Add($"{name} is part of an exercise and was sent.");
        }

        foreach (var sending in sendings)
        {
            if (sending.Arrived.Exists(arrived => arrived != name) || sending.Arrived.Count > 1)
            {
                findings.Add($"{name} arrived as {string.Join(" and ", sending.Arrived)}.");
            }

            if (sending.Said is { Sent: true } && status is not DeliveryStatus.Sent && !world.Network.HasUnanswered(sending.Process, NotificationKind.Stream(sending.Order.Notification)))
            {
                findings.Add($"{name} has arrived, its sender was told so, and the ledger says {status}.");
            }

            if (queued.Key is { } key && world.Database.ClosedKeys.TryGetValue(key, out var closed) && sending.Step > closed.Step)
            {
                findings.Add($"{name} was sent at step {sending.Step}; its key had been closed at step {closed.Step}.");
            }
        }

        foreach (var attempts in sendings.GroupBy(sending => sending.Order.Attempt))
        {
            var given = messages.Where(pair => pair.Value == attempts.Key).Sum(pair => _handOuts[pair.Key].Count());
            if (attempts.Count() > given)
            {
                findings.Add($"Attempt {attempts.Key} of {name} was made {attempts.Count()} times; its message was given out {given} times.");
            }
        }
    }
}
