using System.Collections.Concurrent;
using Coordination.Domain.Journal;

namespace Coordination.Faults.Host;

/// <summary>The outbox, which now and then holds a message for ever without anyone working on it: its lease is renewed, and nothing else happens.</summary>
internal sealed class LosingOutbox : IOutbox
{
    private readonly IOutbox _inner;
    private readonly ConcurrentDictionary<string, byte> _lost = new(StringComparer.Ordinal);
    private int _count;

    public LosingOutbox(IOutbox inner)
    {
        _inner = inner;
        _ = HoldAsync();
    }

    public IOutboxIntake? Intake
    {
        get => _inner.Intake;
        set => _inner.Intake = value is null ? null : new LosingIntake(value, this);
    }

    public async Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken) => Keep(await _inner.ClaimDueAsync(places, cancellationToken));

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken) => _inner.NextDueAsync(classes, cancellationToken);

    public Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken) => _inner.RenewAsync(messageIds, cancellationToken);

    public Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken) => _inner.ReleaseAsync(messageIds, due, cancellationToken);

    public Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken) => _inner.FailAsync(messageId, code, detail, cancellationToken);

    public Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken) => _inner.IsKeyOpenAsync(key, cancellationToken);

    public Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken) => _inner.ListParkedAsync(cancellationToken);

    public Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken) => _inner.UnparkAsync(messageId, cancellationToken);

    public Task<OutboxState> StateAsync(CancellationToken cancellationToken) => _inner.StateAsync(cancellationToken);

    /// <summary>Loses every twentieth, and remembers it.</summary>
    private List<OutboxMessage> Keep(IReadOnlyList<OutboxMessage> messages)
    {
        var kept = new List<OutboxMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (Interlocked.Increment(ref _count) % 20 == 0)
            {
                _lost.TryAdd(message.Id, 0);
            }
            else
            {
                kept.Add(message);
            }
        }

        return kept;
    }

    private async Task HoldAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (await timer.WaitForNextTickAsync())
        {
            await _inner.RenewAsync([.. _lost.Keys], CancellationToken.None);
        }
    }

    private sealed class LosingIntake(IOutboxIntake inner, LosingOutbox outbox) : IOutboxIntake
    {
        public bool TryReserve(Priority priority, int count) => inner.TryReserve(priority, count);

        public void CancelReservation(Priority priority, int count) => inner.CancelReservation(priority, count);

        public void Accept(IReadOnlyList<OutboxMessage> messages)
        {
            var kept = outbox.Keep(messages);
            foreach (var message in messages.Except(kept))
            {
                inner.CancelReservation(message.Priority, 1);
            }

            inner.Accept(kept);
        }

        public void Nudge(DateTimeOffset due) => inner.Nudge(due);
    }
}
