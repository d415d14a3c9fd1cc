using System.Collections.Concurrent;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Access;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>
/// The consoles that are connected. What someone may do is decided when they connect; when a person or token changes, their connections are
/// closed, and the console's next attempt is judged by what holds then.
/// </summary>
internal sealed class LiveConnections : ITailListener
{
    private readonly ConcurrentDictionary<string, Open> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    public void Add(HubCallerContext connection) => _open[connection.ConnectionId] = new(connection, Caller.Of(connection.User!));

    public void Remove(HubCallerContext connection) => _open.TryRemove(connection.ConnectionId, out _);

    /// <summary>It watches this incident from now on, or no longer.</summary>
    public void Watch(string connection, string incident, bool watches)
    {
        if (_open.TryGetValue(connection, out var open))
        {
            _ = watches ? open.Watched.TryAdd(incident, 0) : open.Watched.TryRemove(incident, out _);
        }
    }

    /// <summary>The connections of viewers of whom that holds.</summary>
    public IReadOnlyList<string> Of(Func<Viewer, bool> holds) => [.. _open.Where(pair => holds(pair.Value.Caller.Viewer)).Select(pair => pair.Key)];

    /// <summary>Those of them that watch this incident.</summary>
    public IReadOnlyList<string> Watching(string incident, Func<Viewer, bool> holds)
        => [.. _open.Where(pair => pair.Value.Watched.ContainsKey(incident) && holds(pair.Value.Caller.Viewer)).Select(pair => pair.Key)];

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            // Signing in, or using a token, changes nothing of what one may do.
            if (entry.Stream.Kind is "person" or "token" && entry.Type is not ("person-signed-in" or "sign-in-failed" or "token-used"))
            {
                foreach (var open in _open.Values.Where(one => one.Caller.Actor.Value == entry.Stream.Value))
                {
                    open.Connection.Abort();
                }
            }
        }

        return Task.CompletedTask;
    }

    private sealed record Open(HubCallerContext Connection, Caller Caller)
    {
        public ConcurrentDictionary<string, byte> Watched { get; } = new(StringComparer.Ordinal);
    }
}
