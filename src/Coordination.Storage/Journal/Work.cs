using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>Something that waits for the writer.</summary>
internal abstract class Work(CancellationToken cancellation)
{
    /// <summary>Whoever asked no longer wants it. Asked only before it is begun: what is being written is written.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    public abstract void Cancel();

    public abstract void Fail(Exception failure);

    /// <summary>The group is written: the caller gets its answer.</summary>
    public abstract void Answer();
}

/// <summary>A commit that waits.</summary>
internal sealed class CommitWork(PreparedCommit prepared, CancellationToken cancellation) : Work(cancellation)
{
    private readonly TaskCompletionSource<CommitOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PreparedCommit Prepared => prepared;

    public Task<CommitOutcome> Task => _answer.Task;

    /// <summary>What became of it in the group under way.</summary>
    public CommitOutcome? Outcome { get; set; }

    /// <summary>Why it could not even be considered.</summary>
    public Exception? Fault { get; set; }

    public override void Cancel() => _answer.TrySetCanceled(Cancellation);

    public override void Fail(Exception failure) => _answer.TrySetException(failure);

    public override void Answer()
    {
        if (Fault is { } fault)
        {
            _answer.TrySetException(fault);
        }
        else
        {
            _answer.TrySetResult(Outcome!);
        }
    }
}

/// <summary>Any other small write. It may be run more than once, each time in a new transaction, until one is committed.</summary>
internal abstract class JobWork(CancellationToken cancellation) : Work(cancellation)
{
    public abstract void Run();
}

/// <summary>A small write with a result.</summary>
internal sealed class JobWork<TResult>(Func<TResult> job, Action<TResult>? afterwards, CancellationToken cancellation) : JobWork(cancellation)
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    public Task<TResult> Task => _answer.Task;

    public override void Run() => _result = job();

    public override void Cancel() => _answer.TrySetCanceled(Cancellation);

    public override void Fail(Exception failure) => _answer.TrySetException(failure);

    public override void Answer()
    {
        try
        {
            afterwards?.Invoke(_result);
        }
        finally
        {
            // It is written, whatever those say who hear of it.
            _answer.TrySetResult(_result);
        }
    }
}
