namespace Coordination.Simulation.Storage;

/// <summary>What a driver tells of a failure.</summary>
internal enum Failure
{
    /// <summary>Whatever was asked: the database cannot be reached.</summary>
    Unreachable,

    /// <summary>Another writer got in between; nothing was written.</summary>
    Race,

    /// <summary>The database itself answered that it did not do it.</summary>
    Refusal,

    /// <summary>The connection was lost: done or not done, the driver does not know.</summary>
    Cut,
}

/// <summary>The database could not do what was asked, as a driver says it.</summary>
internal sealed class DatabaseFailureException(string message, Failure failure) : Exception(message)
{
    public Failure Failure => failure;
}
