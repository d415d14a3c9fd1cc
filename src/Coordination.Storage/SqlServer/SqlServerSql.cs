namespace Coordination.Storage.SqlServer;

/// <summary>What the statements have in common.</summary>
internal static class SqlServerSql
{
    /// <summary>
    /// Begins a request that changes several things. With <c>xact_abort</c> any error ends the request and undoes its transaction. Nobody holds a lock for longer than a request,
    /// so whoever waits for one in vain meets somebody from outside.
    /// </summary>
    public const string Begin = """
        set nocount on;
        set xact_abort on;
        set lock_timeout 6000;
        """;

    /// <summary>Of a row that is looked up by its key in order to be changed: it is found by its key alone, and locked alone.</summary>
    public const string Locked = "with (forceseek, updlock, rowlock)";

    /// <summary>Of rows of which any will do: those that another is just changing are passed over, also where readers see versions of rows.</summary>
    public const string Free = "with (updlock, readpast, rowlock, readcommittedlock)";

    /// <summary>Of rows that are read as far as they are committed, and without waiting for the others, also where readers do not see versions of rows.</summary>
    public const string Settled = "with (readpast, rowlock, readcommittedlock)";

    /// <summary>What the group was decided upon is no longer so; see <see cref="SqlServerFailure.Overtaken"/>.</summary>
    public const string Overtaken = "begin; throw 50001, N'Another process has changed what this group was decided upon.', 1; end;";

    /// <summary>The writer's row has another number than this connection knows; see <see cref="SqlServerFailure.TakenOver"/>.</summary>
    public const string TakenOver = "begin; throw 50002, N'Another connection of this process writes now.', 1; end;";
}
