namespace Coordination.Storage.Journal;

/// <summary>What follows once a group is written, or cannot be.</summary>
internal sealed partial class GroupWriter
{
    private void AfterCommit(List<Work> group, GroupPlan plan, DueNow dueNow)
    {
        foreach (var (stream, head) in plan.Facts.Heads)
        {
            if (head is { Exists: false, Changed: true, Key: { } key })
            {
                _keys.Put(stream, key);
            }
        }

        try
        {
            dueNow.HandOver();
            if (plan.Events.Count > 0)
            {
                Written?.Invoke();
            }
        }
        catch (Exception failure)
        {
            // It is written all the same: the sweep finds the messages when their lease is over.
            LogHandOverFailed(_log, failure);
        }

        foreach (var work in group)
        {
            try
            {
                work.Answer();
            }
            catch (Exception failure)
            {
                LogHandOverFailed(_log, failure);
            }
        }

        _failPoints.Hit(FailPoint.Answered);
    }

    private static void FailAll(List<Work> group, Exception failure) => group.ForEach(work => work.Fail(failure));
}
