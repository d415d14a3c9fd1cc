using Coordination.Domain.Journal;

namespace Coordination.Scenarios;

/// <summary>The outbox, whose sweeps hang while a test says so, as they do when a connection is dead and nobody has noticed.</summary>
internal sealed class StallingOutbox(IOutbox inner) : IOutbox
{
    private TaskCompletionSource? _hold;
    private int _hanging;

    /// <summary>A sweep has come to where it hangs.</summary>
    public bool Hangs => Volatile.Read(ref _hanging) > 0;

    public IOutboxIntake? Intake
    {
        get => inner.Intake;
        set => inner.Intake = value;
    }

    /// <summary>From now on sweeps hang, until what is returned is disposed of.</summary>
    public IDisposable Stall()
    {
        _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Stalled(this);
    }

    public async Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken)
    {
        if (_hold is { } hold)
        {
            Interlocked.Increment(ref _hanging);
            await hold.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _hanging);
        }

        return await inner.ClaimDueAsync(places, cancellationToken);
    }

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken) => inner.NextDueAsync(classes, cancellationToken);

    public Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken) => inner.RenewAsync(messageIds, cancellationToken);

    public Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken) => inner.ReleaseAsync(messageIds, due, cancellationToken);

    public Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken) => inner.FailAsync(messageId, code, detail, cancellationToken);

    public Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken) => inner.IsKeyOpenAsync(key, cancellationToken);

    public Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken) => inner.ListParkedAsync(cancellationToken);

    public Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken) => inner.UnparkAsync(messageId, cancellationToken);

    public Task<OutboxState> StateAsync(CancellationToken cancellationToken) => inner.StateAsync(cancellationToken);

    private sealed class Stalled(StallingOutbox outbox) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref outbox._hold, null)?.SetResult();
    }
}
