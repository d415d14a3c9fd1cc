using Orleans.Concurrency;

namespace Coordination.Grains.Journal;

/// <summary>
/// Every thing of the system: an incident, an institution, an escalation. What sort it is stands in the grain type, which is the first part of its stream's name.
/// One contract for all, because they differ only in what they decide, and that is Domain's.
/// </summary>
[Alias("thing")]
public interface IThingGrain : IGrainWithStringKey
{
    /// <summary>Decides a command, commits what follows, answers. Repeating an operation gets the first answer.</summary>
    [Alias("execute")]
    Task<Answer> ExecuteAsync(Operation operation);

    /// <summary>It has been erased: forgets what it holds in memory and in its snapshot.</summary>
    [Alias("forget")]
    Task ForgetAsync();
}

/// <summary>Takes messages of the outbox that have no thing of their own to go to, only a route: see the correlation grain.</summary>
[Alias("route")]
public interface IRouteGrain : IGrainWithStringKey
{
    /// <summary>Handles messages that arrived together. Returns when each has been answered in a commit; throws to have them delivered again.</summary>
    [Alias("route")]
    Task RouteAsync([Immutable] IReadOnlyList<Message> messages);
}
