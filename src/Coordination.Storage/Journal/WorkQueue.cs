using System.Threading.Channels;

namespace Coordination.Storage.Journal;

/// <summary>What waits for the writer. It is bounded: who comes when it is full waits for a place, and so slows down whoever sends too much.</summary>
internal sealed class WorkQueue(int groupLimit)
{
    private readonly Channel<Work> _channel = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(8 * groupLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public async ValueTask AddAsync(Work work, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException("The journal has been closed; nothing more is written.", (Exception?)null);
        }
    }

    /// <summary>Takes all that waits, up to the limit; waits where nothing does. Null when the queue is closed and empty.</summary>
    public List<Work>? TakeGroup()
    {
        while (_channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (TryTakeGroup() is { } group)
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>Takes all that waits, up to the limit; null where nothing does.</summary>
    public List<Work>? TryTakeGroup()
    {
        var group = new List<Work>();
        while (group.Count < groupLimit && _channel.Reader.TryRead(out var work))
        {
            if (work.IsCancelled)
            {
                work.Cancel();
            }
            else
            {
                group.Add(work);
            }
        }

        return group.Count > 0 ? group : null;
    }

    /// <summary>Takes nothing more; what waits is still served.</summary>
    public void Close() => _channel.Writer.TryComplete();
}
