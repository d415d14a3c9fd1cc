using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage.Journal;
using Coordination.Storage.SqlServer.Rows;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.Tests.Rows;

/// <summary>A database of its own on the server that COORDINATION_SQLSERVER names.</summary>
internal sealed class SqlServerRowPlace : RowPlace
{
    private readonly string _connectionString;

    private SqlServerRowPlace(string connectionString, IReadOnlyList<RowTable> tables)
        : base(tables) => (_connectionString, Rows) = (connectionString, new SqlServerRows(connectionString));

    public override IRows Rows { get; }

    public static async Task<SqlServerRowPlace> MakeAsync(params IReadOnlyList<RowTable> tables)
    {
        var place = new SqlServerRowPlace(await SqlServerServer.MakeDatabaseAsync(), tables);
        await using var connection = await place.OpenAsync();
        await ExecuteAsync(connection, "create table row_table (name nvarchar(100) not null primary key, fingerprint nvarchar(100) not null)");
        await SqlServerRowSchema.MakeAgainAsync(connection, tables, CancellationToken.None);
        return place;
    }

    public async Task EmptyAsync()
    {
        await using var connection = await OpenAsync();
        foreach (var table in Tables)
        {
            await ExecuteAsync(connection, $"delete from {table.Name}");
        }
    }

    public async Task<SqlConnection> OpenAsync()
    {
        var connection = new SqlConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    public override async Task EraseAsync(StreamId stream)
    {
        await using var connection = await OpenAsync();
        foreach (var statement in SqlServerRowWriter.OfErasure(Tables, stream))
        {
            await using var command = new SqlCommand(statement.Text, connection);
            command.Parameters.Add(statement.Parameter);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>It is used again, and ends with the process.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override async Task WriteAsync(IReadOnlyList<(PreparedRow Row, StreamId Stream, long Version)> rows)
    {
        if (rows.Count > 0)
        {
            await using var connection = await OpenAsync();
            await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
            await using var batch = new SqlBatch(connection, transaction);
            SqlServerRowWriter.AddTo(batch, rows);
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    private static async Task ExecuteAsync(SqlConnection connection, string sql)
    {
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
