using Coordination.Contracts.Access;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Grains.Access;

namespace Coordination.Grains.Retention;

/// <summary>What the sign-in keeps of people.</summary>
public interface IAccountRecords
{
    /// <summary>Deletes account, password, second factor and recovery codes. True if there was one.</summary>
    Task<bool> EraseAsync(PersonId person, CancellationToken cancellationToken);
}

/// <summary>Erases a person: the account, the notifications that hold their name and address, and their own stream last. Their identifier stays where they did something, and is nobody's.</summary>
internal sealed class PersonErasure(PlacesOfPeople places, IEnumerable<IAccountRecords> accounts, Destruction destruction) : IErases
{
    public bool Takes(string what) => new StreamId(what).Kind == "person";

    public async Task<Erased> RunAsync(EraseOrder order, CancellationToken cancellationToken)
    {
        var person = new StreamId(order.What);
        var id = PersonId.Of(person.Key);
        var account = 0;
        foreach (var kept in accounts)
        {
            account += await kept.EraseAsync(id, cancellationToken) ? 1 : 0;
        }

        var (notifications, deliveries, streams) = (0, 0, 0);
        await foreach (var row in places.ToldAsync(id, null, cancellationToken))
        {
            (notifications, deliveries) = (notifications + 1, deliveries + row.Value.Deliveries.Count);
            streams += await destruction.OfAsync(row.Stream, cancellationToken);
        }

        streams += await destruction.OfAsync(person, cancellationToken);
        return Erased.Of(new("accounts", account), new("notifications", notifications), new("deliveries", deliveries), new("streams", streams));
    }
}
