using System.Data.Common;
using Coordination.Domain.Journal;
using Orleans.Runtime;

namespace Coordination.Grains.Journal;

/// <summary>Failures that pass by themselves: a process that has died, an answer that was lost, a database that is being restarted. Whoever asked asks again.</summary>
public static class Passing
{
    /// <summary>The database ends its connections: told to stop, after a crash, or because it is a standby now.</summary>
    private static readonly string[] DatabaseGone = ["57P01", "57P02", "57P03", "25006"];

    /// <remarks>A call that found no place in time, because processes cannot reach one another, ends as if it had been cancelled. Whether the caller has cancelled it is for the caller to see first.</remarks>
    public static bool Is(Exception failure)
        => failure is TimeoutException or OutcomeUnknownException or CommitUnknownException or JournalUnavailableException or OrleansException or OperationCanceledException || IsOfTheDatabase(failure);

    /// <summary>The database was not reached, or could not do it just now.</summary>
    /// <remarks>Entity Framework, with which accounts are kept, says around it what it was about to write.</remarks>
    public static bool IsOfTheDatabase(Exception failure)
        => (failure as DbException ?? failure.InnerException as DbException) is { } database && (database.IsTransient || DatabaseGone.Contains(database.SqlState));
}
