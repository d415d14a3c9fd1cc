namespace Coordination.Storage.Scan;

/// <summary>Where a journal is that a tool reads.</summary>
public abstract class JournalSource
{
    private protected JournalSource()
    {
    }

    /// <summary>A view of the journal as it is now; whoever writes is not kept waiting.</summary>
    internal abstract IJournalScan Open(CancellationToken cancellationToken);

    /// <summary>What is broken, if this failure says that the database itself is.</summary>
    internal abstract string? DamageIn(Exception failure);
}
