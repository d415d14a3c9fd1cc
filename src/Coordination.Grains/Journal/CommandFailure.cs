using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>It is not known whether the command was carried out. Ask again under the same operation id.</summary>
[GenerateSerializer, Alias("outcome-unknown")]
public sealed class OutcomeUnknownException : Exception
{
    public OutcomeUnknownException()
    {
    }

    public OutcomeUnknownException(string message) : base(message)
    {
    }

    public OutcomeUnknownException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>The command could not be carried out, and asking again will not help: it cannot be read, or what it is about cannot.</summary>
[GenerateSerializer, Alias("command-failed")]
public sealed class CommandFailedException : Exception
{
    public CommandFailedException()
    {
    }

    public CommandFailedException(string message) : base(message)
    {
    }

    public CommandFailedException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>Turns what went wrong inside a grain into something that any process can read.</summary>
internal static class CommandFailure
{
    public static Exception Of(StreamId stream, Exception failure) => Passing.Is(failure)
        ? new OutcomeUnknownException($"{stream}: {failure.Message}")
        : new CommandFailedException($"{stream}: {failure.GetType().Name}: {failure.Message}");
}
