using System.Data;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// The database as one process reaches it. Every request is one text, whose transaction, where it has one, begins and ends in it: so a process that stops in the middle
/// of its work holds no lock. A request that was chosen to end a deadlock is sent again.
/// </summary>
internal sealed class SqlServerDatabase(string connectionString)
{
    private const int Attempts = 5;

    public string ConnectionString { get; } = Named(connectionString).ConnectionString;

    /// <summary>Reads every row of the answer, whichever of its results it is in.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<SqlDataReader, T> read, CancellationToken cancellationToken, params SqlParameter[] parameters)
        => await AskAsync(
            sql,
            async command =>
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var all = new List<T>();
                do
                {
                    while (await reader.ReadAsync(cancellationToken))
                    {
                        all.Add(read(reader));
                    }
                }
                while (await reader.NextResultAsync(cancellationToken));
                return all;
            },
            cancellationToken,
            parameters);

    /// <summary>The first value of the first row, or null.</summary>
    public async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken, params SqlParameter[] parameters)
        => (await ReadAsync(sql, reader => reader.IsDBNull(0) ? null : reader.GetValue(0), cancellationToken, parameters)).FirstOrDefault();

    /// <summary>Lets a request be answered.</summary>
    public async Task<T> AskAsync<T>(string sql, Func<SqlCommand, Task<T>> answer, CancellationToken cancellationToken, params SqlParameter[] parameters)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = new SqlConnection(ConnectionString);
                await connection.OpenAsync(cancellationToken);
                await using var command = new SqlCommand(sql, connection);
                command.Parameters.AddRange(parameters);
                try
                {
                    return await answer(command);
                }
                finally
                {
                    // A parameter belongs to one command at a time.
                    command.Parameters.Clear();
                }
            }
            catch (SqlException cancelled) when (cancellationToken.IsCancellationRequested)
            {
                // The client reports a cancelled statement as an error of the server's.
                throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken);
            }
            catch (SqlException race) when (SqlServerFailure.IsRace(race) && attempt < Attempts)
            {
                // Nothing of it was done.
            }
        }
    }

    /// <summary>A connection that really ends when it is closed, and its locks with it; it is never made again behind our back.</summary>
    public static SqlConnection Alone(string connectionString)
    {
        var builder = Named(connectionString);
        (builder.Pooling, builder.ConnectRetryCount) = (false, 0);
        return new(builder.ConnectionString);
    }

    /// <summary>What the database is called in messages: never with its password.</summary>
    public static string Name(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        return $"The database {builder.InitialCatalog} on {builder.DataSource}";
    }

    private static SqlConnectionStringBuilder Named(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString) { Enlist = false, MultipleActiveResultSets = false };
        if (!builder.ShouldSerialize("Application Name"))
        {
            builder.ApplicationName = "coordination";
        }

        return builder;
    }
}

/// <summary>Values for statements. Texts have one size, so that the server finds the plan of the same statement again.</summary>
internal static class SqlServerValue
{
    public static SqlParameter Text(string name, string text)
    {
        var kept = StoredText.Keep(text);
        return new(name, SqlDbType.NVarChar, kept.Length > 4_000 ? -1 : 4_000) { Value = kept };
    }

    public static SqlParameter Long(string name, long value) => new(name, SqlDbType.BigInt) { Value = value };

    public static SqlParameter Int(string name, int value) => new(name, SqlDbType.Int) { Value = value };

    public static SqlParameter Hash(string name, byte[] hash) => new(name, SqlDbType.VarBinary, 32) { Value = hash };

    public static SqlParameter Version(string name, byte[] version) => new(name, SqlDbType.Binary, 8) { Value = version };

    /// <summary>A text of the journal as it was written.</summary>
    public static string Text(this SqlDataReader reader, int column) => StoredText.Shown(reader.GetString(column));

    /// <summary>A text of the journal as it was written, or null.</summary>
    public static string? TextOrNull(this SqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Text(column);
}
