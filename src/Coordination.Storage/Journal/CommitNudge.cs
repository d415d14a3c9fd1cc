namespace Coordination.Storage.Journal;

/// <summary>Wakes whoever waits for the next commit of this process.</summary>
internal sealed class CommitNudge
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitAsync(CancellationToken cancellationToken) => Volatile.Read(ref _next).Task.WaitAsync(cancellationToken);

    /// <summary>Something was written.</summary>
    public void Nudge() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
