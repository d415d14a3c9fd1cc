using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>What a failure of SQL Server means for who asked.</summary>
internal static class SqlServerFailure
{
    /// <summary>Our own: what a group was decided upon is no longer so. Nothing of the group was written.</summary>
    public const int Overtaken = 50001;

    /// <summary>Our own: a later connection of the same process writes now, so this one no longer may. Nothing of the group was written.</summary>
    public const int TakenOver = 50002;

    /// <summary>From this class on the connection is gone with the failure.</summary>
    private const byte BreaksConnection = 20;

    /// <summary>The client waited in vain; the server may have gone on.</summary>
    private const int TimedOut = -2;

    /// <summary>Whether another writer got in between: the same again may well succeed.</summary>
    public static bool IsRace(Exception failure) => failure is SqlException known && Any(known, error => IsRace(error.Number));

    /// <summary>Whether a later connection writes now.</summary>
    public static bool IsTakenOver(Exception failure) => failure is SqlException known && Any(known, error => error.Number == TakenOver);

    /// <summary>Whether it would meet every group alike.</summary>
    public static bool ConcernsAll(Exception failure) => failure switch
    {
        SqlException known => Any(known, error => ConcernsAll(error.Number, error.Class)),
        // The pool of connections is used up, or the connection was closed under us.
        InvalidOperationException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the server itself answered that it has undone what it was sent; otherwise it is not known what became of it.</summary>
    public static bool IsRefusal(Exception failure) => failure is SqlException known && !Any(known, error => IsOpen(error.Number, error.Class));

    /// <summary>Whether a connection ended or could not be made.</summary>
    public static bool IsLost(Exception failure) => failure is SqlException or IOException or TimeoutException or InvalidOperationException;

    internal static bool IsRace(int number) => number is
        Overtaken or TakenOver
        // Chosen to end a deadlock.
        or 1205
        // A row that another has just written: by a unique index, by a key.
        or 2601 or 2627
        // Changed since the transaction's snapshot.
        or 3960;

    internal static bool ConcernsAll(int number, byte severity) => severity >= BreaksConnection || IsOfTransport(number) || number is
        // No place on the disk, in the log; or no memory.
        1105 or 9002 or 701 or 802 or 8645
        // Read-only.
        or 3906
        // The login, or this database, is not there, not open, or not ours.
        or 4060 or 18456 or 18452 or 18470 or 18487 or 911 or 916 or 927 or 942 or 945 or 976 or 983 or 229
        // The tables, types or procedures are not there: another schema.
        or 208 or 2715 or 2812
        // The server is starting, stopping or paused.
        or 6005 or 17142 or 18401;

    /// <summary>Whether it leaves open what became of the request: 0 is a connection that broke, or a request that was given up.</summary>
    internal static bool IsOpen(int number, byte severity) => severity >= BreaksConnection || number == 0 || IsOfTransport(number);

    private static bool IsOfTransport(int number) => number is -1 or TimedOut or 2 or 53 or 64 or 121 or 233 or 258 or 596 or 10053 or 10054 or 10060 or 10061 or 11001;

    private static bool Any(SqlException failure, Func<SqlError, bool> condition) => failure.Errors.Cast<SqlError>().Any(condition);
}
