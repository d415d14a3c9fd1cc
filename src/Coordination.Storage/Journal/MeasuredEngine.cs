using System.Diagnostics;

namespace Coordination.Storage.Journal;

/// <summary>An engine whose groups are measured and traced: the writer knows nothing of it, and no engine has to do anything for it.</summary>
internal sealed class MeasuredEngine(IGroupEngine engine, JournalMeasures? measures, TimeProvider clock) : IGroupEngine
{
    private Activity? _span;
    private long _began;
    private int _commits;
    private bool _nothingToDo;
    private bool _written;

    public void Begin()
    {
        (_began, _commits, _nothingToDo, _written) = (clock.GetTimestamp(), 0, false, false);
        engine.Begin();
    }

    public GroupFacts Read(IReadOnlyList<PreparedCommit> commits)
    {
        // Groups of leases alone are many, and nobody's cause.
        _span = commits.Count == 0 ? null : JournalTraces.StartGroup(commits);
        return engine.Read(commits);
    }

    public void Write(GroupPlan plan, IReadOnlySet<string> leased)
    {
        _commits = plan.Winners.Count;
        engine.Write(plan, leased);
    }

    public bool Seal()
    {
        var any = engine.Seal();
        _nothingToDo = !any;
        return any;
    }

    public void Commit()
    {
        engine.Commit();
        Written();
    }

    public void Rollback()
    {
        if (_nothingToDo)
        {
            End(ActivityStatusCode.Unset);
        }
        else
        {
            Failed();
        }

        engine.Rollback();
    }

    public bool WasWritten()
    {
        var written = false;
        try
        {
            return written = engine.WasWritten();
        }
        finally
        {
            if (!written)
            {
                Failed();
            }
            else if (!_written)
            {
                Written();
            }
        }
    }

    public bool IsRefusal(Exception failure) => engine.IsRefusal(failure);

    public bool ConcernsAll(Exception failure) => engine.ConcernsAll(failure);

    public bool IsRace(Exception failure) => engine.IsRace(failure);

    public void Dispose() => engine.Dispose();

    private void Written()
    {
        _written = true;
        measures?.Written(_commits, clock.GetElapsedTime(_began));
        End(ActivityStatusCode.Unset);
    }

    private void Failed()
    {
        measures?.Failed();
        End(ActivityStatusCode.Error);
    }

    private void End(ActivityStatusCode status)
    {
        if (_span is { } span)
        {
            _span = null;
            span.SetTag("coordination.commits", _commits).SetStatus(status).Dispose();
        }
    }
}
