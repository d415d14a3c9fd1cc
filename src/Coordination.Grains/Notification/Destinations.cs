using System.Collections.Concurrent;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Notification;

namespace Coordination.Grains.Notification;

/// <summary>Bounds how much is on its way to one destination at once, so that a slow one holds up only itself.</summary>
internal sealed class Destinations
{
    private const int MailAtOnce = 8;
    private const int WebhooksAtOnce = 2;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _places = new();

    /// <summary>Waits for a place; disposing it gives it back.</summary>
    public async Task<IDisposable> EnterAsync(SendOrder order, CancellationToken cancellationToken)
    {
        var places = order.Channel == Channel.Mail
            ? _places.GetOrAdd("mail", static _ => new(MailAtOnce))
            : _places.GetOrAdd(Uri.TryCreate(order.Address, UriKind.Absolute, out var uri) ? uri.Authority : order.Address, static _ => new(WebhooksAtOnce));
        await places.WaitAsync(cancellationToken);
        return new Place(places);
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
