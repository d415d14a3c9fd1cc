namespace Coordination.Storage.Journal;

/// <summary>
/// What the one writer does for commits, for reads: while one is under way, whoever else wants something waits for the next, and all who wait are read for in one statement.
/// Alone, a caller is read for at once. What is read is never older than the question.
/// </summary>
/// <param name="read">Finds what there is of all that is wanted.</param>
internal sealed class ReadTogether<TKey, TValue>(Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> read) where TKey : notnull
{
    /// <summary>So many reads are under way at most: with one, everybody would wait for whoever wants most.</summary>
    private const int Places = 2;

    private readonly Lock _lock = new();
    private Group? _waiting;
    private int _running;

    /// <summary>What there is of these; others may have asked for more, which is there too.</summary>
    public Task<IReadOnlyDictionary<TKey, TValue>> FindAsync(IEnumerable<TKey> wanted, CancellationToken cancellationToken)
    {
        Task<IReadOnlyDictionary<TKey, TValue>> answer;
        bool begins;
        lock (_lock)
        {
            _waiting ??= new();
            _waiting.Wanted.UnionWith(wanted);
            answer = _waiting.Answer.Task;
            begins = _running < Places;
            _running += begins ? 1 : 0;
        }

        if (begins)
        {
            // Not on the caller's scheduler, which may be a grain's, nor in the caller's trace: it goes on for others.
            ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.RunAsync(), this, preferLocal: true);
        }

        return answer.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        while (TakeAll() is { } group)
        {
            try
            {
                group.Answer.SetResult(await read(group.Wanted));
            }
            catch (Exception failure)
            {
                group.Answer.SetException(failure);
            }
        }
    }

    private Group? TakeAll()
    {
        lock (_lock)
        {
            var taken = _waiting;
            _waiting = null;
            _running -= taken is null ? 1 : 0;
            return taken;
        }
    }

    /// <summary>Those who wait for the same read.</summary>
    private sealed class Group
    {
        public HashSet<TKey> Wanted { get; } = [];

        public TaskCompletionSource<IReadOnlyDictionary<TKey, TValue>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
