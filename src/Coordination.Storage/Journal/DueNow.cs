using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>
/// The messages of one group that are due at once and for which the dispatcher has places: they are written already leased and handed to it after
/// the commit. Places that are not used in the end are given back.
/// </summary>
internal sealed class DueNow
{
    private readonly IOutboxIntake? _intake;
    private readonly List<OutboxMessage> _messages = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private DateTimeOffset? _next;

    private DueNow(IOutboxIntake? intake) => _intake = intake;

    public IReadOnlySet<string> Ids => _ids;

    public static DueNow Reserve(IOutboxIntake? intake, IEnumerable<OutboxMessage> armed, DateTimeOffset now)
    {
        var dueNow = new DueNow(intake);
        if (intake is null)
        {
            return dueNow;
        }

        try
        {
            foreach (var ofClass in armed.GroupBy(message => message.Priority).OrderBy(group => group.Key))
            {
                dueNow.ReserveClass(ofClass.Key, [.. ofClass], now);
            }
        }
        catch
        {
            dueNow.Cancel();
            throw;
        }

        return dueNow;
    }

    /// <summary>The group was not written.</summary>
    public void Cancel()
    {
        foreach (var ofClass in _messages.GroupBy(message => message.Priority))
        {
            _intake!.CancelReservation(ofClass.Key, ofClass.Count());
        }

        _messages.Clear();
    }

    /// <summary>The group was written.</summary>
    public void HandOver()
    {
        if (_messages.Count > 0)
        {
            _intake!.Accept(_messages);
        }

        if (_next is { } due)
        {
            _intake!.Nudge(due);
        }
    }

    private void ReserveClass(Priority priority, List<OutboxMessage> messages, DateTimeOffset now)
    {
        var due = messages.Where(message => message.Due <= now).ToList();
        var places = due.Count;
        if (places > 0 && !_intake!.TryReserve(priority, places))
        {
            // Not all find room; perhaps the first do.
            places = due.TakeWhile(_ => _intake.TryReserve(priority, 1)).Count();
        }

        foreach (var message in due.Take(places))
        {
            _messages.Add(message);
            _ids.Add(message.Id);
        }

        foreach (var message in messages)
        {
            if (!_ids.Contains(message.Id) && (_next is null || message.Due < _next))
            {
                _next = message.Due;
            }
        }
    }
}
