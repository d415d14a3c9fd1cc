namespace Coordination.Storage.Journal;

/// <summary>The database's schema is not the one of this version of the program. The message says which command to run.</summary>
public sealed class JournalSchemaException : Exception
{
    public JournalSchemaException()
    {
    }

    public JournalSchemaException(string message) : base(message)
    {
    }

    public JournalSchemaException(string message, Exception inner) : base(message, inner)
    {
    }
}
