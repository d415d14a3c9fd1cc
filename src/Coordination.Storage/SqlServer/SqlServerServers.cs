using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// A lock that says that servers run on a database: each holds it with the others, on a connection of its own for as long as it lives. Who must have the database to
/// itself takes it alone.
/// </summary>
internal static class SqlServerServers
{
    /// <summary>What a server does on its connection.</summary>
    public const string Join = "declare @result int; exec @result = sp_getapplock @Resource = N'coordination.servers', @LockMode = 'Shared', @LockOwner = 'Session', @LockTimeout = 0; select @result";

    /// <summary>What somebody does who needs that there is none.</summary>
    public const string Exclude = "declare @result int; exec @result = sp_getapplock @Resource = N'coordination.servers', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0; select @result";

    /// <summary>Keeps servers away until the connection is closed.</summary>
    /// <exception cref="InvalidOperationException">Servers are running.</exception>
    public static async Task KeepAwayAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new SqlCommand(Exclude, connection);
        if (Convert.ToInt32(await take.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) < 0)
        {
            throw new InvalidOperationException($"Servers are running on the database '{connection.Database}', or coordctl is at work on it. Stop them first.");
        }
    }
}
