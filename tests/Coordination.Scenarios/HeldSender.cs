using Coordination.Contracts.Institutions;
using Coordination.Domain.Notification;

namespace Coordination.Scenarios;

/// <summary>The mail sender, before which a test can hold everything that is about to leave.</summary>
internal sealed class HeldSender(ISender inner) : ISender
{
    private TaskCompletionSource? _hold;
    private int _held;

    public Channel Channel => inner.Channel;

    /// <summary>So many attempts have come to where they are held.</summary>
    public int Held => Volatile.Read(ref _held);

    public void Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
    {
        if (_hold is { } hold)
        {
            Interlocked.Increment(ref _held);
            await hold.Task.WaitAsync(cancellationToken);
        }

        return await inner.SendAsync(order, cancellationToken);
    }
}
