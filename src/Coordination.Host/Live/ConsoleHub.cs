using Coordination.Contracts.Access;
using Coordination.Contracts.Live;
using Coordination.Domain.Access;
using Coordination.Host.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Coordination.Host.Live;

/// <summary>Who listens to what, nothing more. Changes go over HTTP; a console joins first and reads then, so that it sees a change between the two twice and never not at all.</summary>
[Authorize(nameof(Right.ReadCases))]
internal sealed class ConsoleHub(Need need, LiveConnections connections) : Hub<ILiveClient>
{
    public override Task OnConnectedAsync()
    {
        connections.Add(Context);
        // From here on changes are heard; what changed between the check at the door and here is looked up.
        return connections.JudgeAsync(Context, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context);
        return Task.CompletedTask;
    }

    [HubMethodName(LiveHub.JoinBoard)]
    public async Task JoinBoardAsync()
    {
        foreach (var audience in Disclosure.AudiencesFor(Viewer))
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Board(audience), Context.ConnectionAborted);
        }
    }

    [HubMethodName(LiveHub.LeaveBoard)]
    public async Task LeaveBoardAsync()
    {
        foreach (var audience in Disclosure.AudiencesFor(Viewer))
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, LiveGroups.Board(audience), Context.ConnectionAborted);
        }
    }

    [HubMethodName(LiveHub.Watch)]
    public async Task WatchAsync(string incident)
    {
        if (await need.IncidentAsync(Viewer, incident, Context.ConnectionAborted) is not { } line)
        {
            throw new HubException("incident.unknown");
        }

        // Known as watched before it is let in: whoever loses sight of it between the two is found.
        connections.Watch(Context.ConnectionId, line.Id, true);
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Incident(line.Id), Context.ConnectionAborted);
        if (await need.IncidentAsync(Viewer, line.Id, Context.ConnectionAborted) is null)
        {
            await UnwatchAsync(line.Id);
            throw new HubException("incident.unknown");
        }
    }

    [HubMethodName(LiveHub.Unwatch)]
    public Task UnwatchAsync(string incident)
    {
        connections.Watch(Context.ConnectionId, incident, false);
        return Groups.RemoveFromGroupAsync(Context.ConnectionId, LiveGroups.Incident(incident), Context.ConnectionAborted);
    }

    private Viewer Viewer => Caller.Of(Context.User!).Viewer;
}

/// <summary>Names of groups.</summary>
internal static class LiveGroups
{
    /// <summary>Boards of those who find things under this audience.</summary>
    public static string Board(string audience) => $"board:{audience}";

    public static string Incident(string id) => $"incident:{id}";
}
