using System.Data.Common;
using Coordination.Host.Composition;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Coordination.Host.Access;

/// <summary>Lets one set-up pass at a time: in this process, and with a server's database in all of them.</summary>
internal sealed class SetupTurn(IOptions<CoordinationOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        DbConnection? lockedOn = null;
        try
        {
            if ((lockedOn = Connect(options.Value.Database)) is not null)
            {
                await lockedOn.OpenAsync(cancellationToken);
                await using var take = lockedOn.CreateCommand();
                take.CommandText = lockedOn is NpgsqlConnection
                    ? "select pg_advisory_lock(hashtext('coordination set-up'))"
                    : """
                        declare @taken int;
                        exec @taken = sp_getapplock @Resource = 'coordination set-up', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 20000;
                        if @taken < 0 throw 50001, 'Another set-up is under way.', 1;
                        """;
                await take.ExecuteNonQueryAsync(cancellationToken);
            }

            return new Turn(_one, lockedOn);
        }
        catch
        {
            await new Turn(_one, lockedOn).DisposeAsync();
            throw;
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Not pooled: the lock goes with the connection, whatever else fails.</summary>
    private static DbConnection? Connect(DatabaseOptions database) => database.Engine switch
    {
        DatabaseEngine.PostgreSql => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString()),
        DatabaseEngine.SqlServer => new SqlConnection(new SqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString()),
        _ => null,
    };

    private sealed class Turn(SemaphoreSlim one, DbConnection? lockedOn) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                if (lockedOn is not null)
                {
                    await lockedOn.DisposeAsync();
                }
            }
            finally
            {
                one.Release();
            }
        }
    }
}
