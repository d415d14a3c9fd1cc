namespace Coordination.Storage.Journal;

internal sealed partial class GroupWriter
{
    /// <summary>Writes one group of what waits, on the caller's thread; for a writer that has none of its own. False if nothing waited.</summary>
    public bool WriteWaiting()
    {
        if (_queue.TryTakeGroup() is not { } group)
        {
            return false;
        }

        WriteOrFail(group);
        return true;
    }
}
