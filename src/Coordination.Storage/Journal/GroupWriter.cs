using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

/// <summary>
/// The one writer of a process. Its thread takes everything that waits and writes it in one transaction: first it reads and decides, then it writes
/// the winners only. A group that fails is tried again, then halved until what is wrong with it stands alone and fails alone.
/// </summary>
internal sealed partial class GroupWriter : IAsyncDisposable
{
    private readonly IGroupEngine _engine;
    private readonly MasterKey _master;
    private readonly StreamKeyCache _keys;
    private readonly TimeProvider _clock;
    private readonly IFailPoints _failPoints;
    private readonly ILogger _log;
    private readonly WorkQueue _queue;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="onOwnThread">False: nothing is written but by <see cref="WriteWaiting"/>, for a simulation that decides the order of everything.</param>
    public GroupWriter(
        IGroupEngine engine, MasterKey master, StreamKeyCache keys, TimeProvider clock, IFailPoints failPoints, ILogger<GroupWriter> log, int limit = 512, bool onOwnThread = true)
    {
        (_engine, _master, _keys, _clock, _failPoints, _log, _queue) = (engine, master, keys, clock, failPoints, log, new(limit));
        if (onOwnThread)
        {
            new Thread(Run) { Name = "journal writer", IsBackground = true }.Start();
        }
    }

    /// <summary>Where what is due at once is handed to.</summary>
    public IOutboxIntake? Intake { get; set; }

    /// <summary>Called on the writer's thread after each group that holds events. It must be quick.</summary>
    public Action? Written { get; set; }

    public async Task<CommitOutcome> CommitAsync(PreparedCommit prepared, CancellationToken cancellationToken)
    {
        using var span = JournalTraces.StartCommit(prepared);
        var work = new CommitWork(prepared, cancellationToken);
        await _queue.AddAsync(work, cancellationToken);
        return await work.Task;
    }

    /// <summary>Runs a small write in the next group. <paramref name="afterwards"/> is called once it is committed, before the caller is answered.</summary>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> job, CancellationToken cancellationToken, Action<TResult>? afterwards = null)
    {
        var work = new JobWork<TResult>(job, afterwards, cancellationToken);
        await _queue.AddAsync(work, cancellationToken);
        return await work.Task;
    }

    /// <summary>Writes what waits, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _stopped.Task;
    }

    private void Run()
    {
        while (_queue.TakeGroup() is { } group)
        {
            WriteOrFail(group);
        }

        _engine.Dispose();
        _stopped.SetResult();
    }

    private void WriteOrFail(List<Work> group)
    {
        try
        {
            Write(group);
        }
        catch (Exception failure)
        {
            // A fault of the writer itself. Nobody may be left waiting for an answer, and the thread must live on.
            LogWriterFault(_log, failure);
            FailAll(group, new CommitUnknownException("The writer failed in a way that it does not know. Read again what was written.", failure));
        }
    }

    private void Write(List<Work> group)
    {
        const int Attempts = 2, AttemptsInRaces = 8;
        for (var attempt = 1; ; attempt++)
        {
            var failure = TryWrite(group);
            if (failure is null)
            {
                return;
            }

            if (failure is CommitUnknownException || _engine.ConcernsAll(failure))
            {
                LogGroupFailed(_log, group.Count, failure);
                FailAll(group, failure is CommitUnknownException ? failure : new JournalUnavailableException($"The journal cannot be written now, and nothing was: {failure.Message}", failure));
                return;
            }

            if (attempt < (_engine.IsRace(failure) ? AttemptsInRaces : Attempts))
            {
                LogGroupRetried(_log, group.Count, failure);
                continue;
            }

            if (group.Count == 1)
            {
                LogWorkFailed(_log, failure);
                group[0].Fail(failure);
                return;
            }

            LogGroupHalved(_log, group.Count, failure);
            var half = group.Count / 2;
            Write(group[..half]);
            Write(group[half..]);
            return;
        }
    }

    /// <summary>Writes the group and answers everyone. Returns why it was not written.</summary>
    private Exception? TryWrite(List<Work> group)
    {
        DueNow? dueNow = null;
        GroupPlan? plan = null;
        var committing = false;
        try
        {
            _engine.Begin();
            plan = Plan(group);
            dueNow = DueNow.Reserve(Intake, plan.Armed, _clock.GetUtcNow());
            _engine.Write(plan, dueNow.Ids);
            foreach (var job in group.OfType<JobWork>())
            {
                job.Run();
            }

            if (_engine.Seal())
            {
                _failPoints.Hit(FailPoint.BeforeCommit);
                committing = true;
                _failPoints.Hit(FailPoint.Committing);
                _engine.Commit();
                _failPoints.Hit(FailPoint.AfterCommit);
            }
            else
            {
                _engine.Rollback();
            }
        }
        catch (Exception failure)
        {
            if (!committing || _engine.IsRefusal(failure))
            {
                _engine.Rollback();
                dueNow?.Cancel();
                return failure;
            }

            if (FindOut(failure) is { } notWritten)
            {
                dueNow?.Cancel();
                return notWritten;
            }
        }

        AfterCommit(group, plan!, dueNow!);
        return null;
    }

    private GroupPlan Plan(List<Work> group)
    {
        var commits = group.OfType<CommitWork>().ToList();
        var plan = new GroupPlan(_engine.Read([.. commits.Select(commit => commit.Prepared)]), _master, _keys);
        foreach (var commit in commits)
        {
            try
            {
                (commit.Outcome, commit.Fault) = (plan.Consider(commit.Prepared), null);
            }
            catch (StreamErasedException erased)
            {
                commit.Fault = erased;
            }
        }

        return plan;
    }

    /// <summary>The commit failed, or its answer was lost. Null: it was written; otherwise why not, or that nobody knows.</summary>
    private Exception? FindOut(Exception failure)
    {
        try
        {
            _failPoints.Hit(FailPoint.BeforeLookup);
            var written = _engine.WasWritten();
            LogAnswerLost(_log, written, failure);
            return written ? null : failure;
        }
        catch (Exception second)
        {
            return new CommitUnknownException(
                $"It could not be found out whether the commit was written: {second.Message}. Read again before going on.", failure);
        }
    }
}
