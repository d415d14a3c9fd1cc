namespace Coordination.Simulation.Storage;

/// <summary>The database could not do what was asked, as a driver says it.</summary>
/// <param name="ConcernsAll">Whatever was asked: it cannot be reached.</param>
internal sealed class DatabaseFailureException(string message, bool concernsAll) : Exception(message)
{
    public bool ConcernsAll => concernsAll;
}
