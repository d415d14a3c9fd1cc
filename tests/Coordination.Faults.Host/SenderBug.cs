using System.Diagnostics;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Notification;

namespace Coordination.Faults.Host;

/// <summary>A sender that does something else than it was told.</summary>
internal sealed class ChangedSender(ISender inner, Func<ISender, SendOrder, CancellationToken, Task<SendResult>> send) : ISender
{
    public Channel Channel => inner.Channel;

    public Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken) => send(inner, order, cancellationToken);
}

/// <summary>Bugs of senders.</summary>
internal static class SenderBug
{
    /// <summary>Whoever is told at this address dies of it.</summary>
    public const string Poison = "poison@";

    private static int _count;

    public static Func<ISender, SendOrder, CancellationToken, Task<SendResult>>? Of(string name) => name switch
    {
        "send-again-under-another-id" => static async (inner, order, cancellationToken) =>
        {
            if (EveryTime(5))
            {
                await inner.SendAsync(order with { Notification = NotificationId.Of(order.Notification.Value + "x") }, cancellationToken);
            }

            return await inner.SendAsync(order, cancellationToken);
        },
        "send-twice" => static async (inner, order, cancellationToken) =>
        {
            if (EveryTime(5))
            {
                await inner.SendAsync(order, cancellationToken);
            }

            return await inner.SendAsync(order, cancellationToken);
        },
        "say-sent-without-sending" => static (inner, order, cancellationToken) => EveryTime(5) ? Task.FromResult(SendResult.Ok) : inner.SendAsync(order, cancellationToken),
        "give-up-at-once" => static (inner, order, cancellationToken) => EveryTime(5) ? Task.FromResult(new SendResult(false, "planted", Permanent: true)) : inner.SendAsync(order, cancellationToken),
        "die-of-a-message" => static (inner, order, cancellationToken) =>
        {
            if (order.Address.StartsWith(Poison, StringComparison.Ordinal))
            {
                using var self = Process.GetCurrentProcess();
                self.Kill();
                self.WaitForExit();
            }

            return inner.SendAsync(order, cancellationToken);
        },
        _ => null,
    };

    private static bool EveryTime(int times) => Interlocked.Increment(ref _count) % times == 0;
}
