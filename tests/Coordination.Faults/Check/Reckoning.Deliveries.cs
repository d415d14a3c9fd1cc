using Coordination.Contracts.Institutions;
using Coordination.Faults.Load;
using Coordination.Faults.Outside;

namespace Coordination.Faults.Check;

internal sealed partial class Reckoning
{
    /// <summary>The receiver's clock is ours; what it has counted a moment before a fault may have been under way when the fault came.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(8);

    /// <summary>Each delivery at its end or armed again; each step has told whom it must; nothing parked that was not meant to be.</summary>
    private void CheckDeliveries()
    {
        var armed = _pages.Outbox.Where(message => message.ParkedCode is null || _terms.MayBeParked(message.Target)).ToLookup(message => message.Target, StringComparer.Ordinal);
        foreach (var notification in _pages.Notifications)
        {
            foreach (var delivery in notification.Deliveries)
            {
                var messages = armed[$"send/{delivery.Contact.Channel}/{notification.Id}/{delivery.Number}"].Count();
                if (messages != (delivery.Status == "queued" ? 1 : 0))
                {
                    Find(Clause.Delivery, $"Notification {notification.Id}, delivery {delivery.Number} to {delivery.Contact.Address} is {delivery.Status} after {delivery.Attempts} attempts, and {messages} messages are armed for it.");
                }

                if (delivery.Status == "parked" && !_terms.MayBeParked(delivery.Contact.Address))
                {
                    Find(Clause.Parked, $"Notification {notification.Id}, delivery {delivery.Number} to {delivery.Contact.Address} is parked after {delivery.Attempts} attempts.");
                }
            }
        }

        foreach (var message in _pages.Outbox.Where(message => message.ParkedCode is not null && !_terms.MayBeParked(message.Id) && !_terms.MayBeParked(message.Target)))
        {
            Find(Clause.Parked, $"{message.Id} for {message.Target} is parked: {message.ParkedCode}, {message.ParkedDetail}");
        }

        CheckTold();
    }

    /// <summary>Where nobody has taken it and one policy runs, its steps have told as many as they must; and every institution that is affected has been told once.</summary>
    private void CheckTold()
    {
        var told = _pages.Notifications.ToLookup(notification => notification.Subject, StringComparer.Ordinal);
        var steps = _pages.Events.Where(one => one.Type == "step-taken").ToLookup(one => one.Stream, StringComparer.Ordinal);
        var armed = _pages.Outbox.Where(message => message.Target.StartsWith("notification/", StringComparison.Ordinal)).ToLookup(message => message.Key);
        foreach (var runs in _pages.Escalations.GroupBy(run => run.Subject, StringComparer.Ordinal).Where(runs => runs.Count() == 1))
        {
            var run = runs.Single();
            if (run.Status is not ("running" or "exhausted"))
            {
                continue;
            }

            var telling = World.Policies[run.Policy].Steps.Where(step => step.Parties > 0).ToList();
            var must = Enumerable.Range(0, steps[run.Stream].Count()).Sum(number => telling[number % telling.Count].Parties);
            var key = $"{run.Subject}/escalation@{run.Id[(run.Id.LastIndexOf('@') + 1)..]}";
            var have = told[run.Subject].Count(notification => notification.PartyKind != "institution") + armed[key].Count();
            if (must != have)
            {
                Find(Clause.Delivery, $"{run.Id} had to tell {must}, and has told {have}.");
            }
        }

        foreach (var incident in _readings.Incidents)
        {
            var institutions = told[$"incident/{incident.Summary.Id}"].Count(notification => notification.PartyKind == "institution");
            if (institutions != incident.Summary.Institutions.Count)
            {
                Find(Clause.Delivery, $"{incident.Summary.Number} affects {incident.Summary.Institutions.Count} institutions, and {institutions} were told.");
            }
        }
    }

    /// <summary>What is said to be sent has arrived; what has arrived is known by its id; and it came again only if an attempt failed or was cut off.</summary>
    private void CheckArrivals()
    {
        var known = new Dictionary<(string To, string Id), DeliveryLine>();
        foreach (var notification in _pages.Notifications)
        {
            foreach (var delivery in notification.Deliveries)
            {
                known[(delivery.Contact.Address, delivery.Contact.Channel == "mail" ? $"{notification.Id}.{delivery.Number}@{Catchers.MailDomain}" : $"{notification.Id}-{delivery.Number}")] = delivery;
            }
        }

        foreach (var stranger in _arrivedBefore.Where(one => !known.ContainsKey((one.To, one.Id))))
        {
            Find(Clause.Outside, $"{stranger.Channel} to {stranger.To} arrived at {stranger.At:HH:mm:ss.fff} as {stranger.Id}, which is no delivery's id.");
        }

        var arrived = _arrivedAfter.Where(one => !_terms.MayMisbehave(one.To)).ToLookup(one => (one.To, one.Id));
        foreach (var (name, delivery) in known.Where(one => !_terms.MayMisbehave(one.Key.To)))
        {
            CheckArrival(name.Id, delivery, [.. arrived[name].OrderBy(one => one.At)]);
        }
    }

    private void CheckArrival(string id, DeliveryLine delivery, List<Received> copies)
    {
        if (delivery.Status == "sent" && copies.Count == 0)
        {
            Find(Clause.Outside, $"{id} to {delivery.Contact.Address} is said to have been sent at {delivery.SentAt:HH:mm:ss.fff} and has not arrived.");
        }

        // Of each attempt that is on record one copy may have come; every further one must have a fault to show for itself.
        var more = copies.Count - Math.Max(1, delivery.Attempts);
        if (more > 0 && more > _history.Disturbances.Count(one => one.From <= copies[^1].At && copies[0].At - UnderWay <= (one.Until ?? DateTimeOffset.MaxValue)))
        {
            Find(Clause.Outside, $"{id} to {delivery.Contact.Address} arrived {copies.Count} times after {delivery.Attempts} attempts: {string.Join(", ", copies.Select(copy => $"{copy.At:HH:mm:ss.fff}"))}.");
        }
    }
}
