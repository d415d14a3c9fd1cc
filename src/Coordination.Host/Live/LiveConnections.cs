using System.Collections.Concurrent;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Access;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>
/// The consoles that are connected. What someone may do is decided when they connect; when a token changes, or of a person what they may do or their session,
/// their connections are closed, and the console's next attempt is judged by what holds then.
/// </summary>
internal sealed class LiveConnections(IRows rows, SessionCache sessions) : ITailListener
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

    /// <summary>Closes it if what it was let in by has gone while it was being let in.</summary>
    public Task JudgeAsync(HubCallerContext connection, CancellationToken cancellationToken)
        => _open.TryGetValue(connection.ConnectionId, out var open) && open.Caller.Person is { } person ? JudgeAsync(person, [open], cancellationToken) : Task.CompletedTask;

    public async Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        // Using a token changes nothing of what it may do.
        foreach (var entry in entries.Where(one => one.Stream.Kind is "person" or "token" && one.Type != "token-used"))
        {
            var theirs = _open.Values.Where(one => one.Caller.Actor.Value == entry.Stream.Value).ToArray();
            if (entry.Stream.Kind == "token")
            {
                Array.ForEach(theirs, one => one.Connection.Abort());
            }
            else if (theirs.Length > 0)
            {
                await JudgeAsync(PersonId.Of(entry.Stream.Key), theirs, cancellationToken);
            }
        }
    }

    /// <summary>What has happened last to a person says nothing of what happened before, so it is looked up what holds now.</summary>
    private async Task JudgeAsync(PersonId person, IReadOnlyList<Open> theirs, CancellationToken cancellationToken)
    {
        var facts = (await rows.FindAsync(PersonKind.Table, person.Value, cancellationToken))?.Value;
        var going = await sessions.ReadAsync(person.Value, cancellationToken);
        foreach (var open in theirs)
        {
            if (facts is not { Active: true } || facts.ViewerOf(person) != open.Caller.Viewer || open.Caller.Session is not { } session || going?.Find(session) is null)
            {
                open.Connection.Abort();
            }
        }
    }

    private sealed record Open(HubCallerContext Connection, Caller Caller)
    {
        public ConcurrentDictionary<string, byte> Watched { get; } = new(StringComparer.Ordinal);
    }
}
