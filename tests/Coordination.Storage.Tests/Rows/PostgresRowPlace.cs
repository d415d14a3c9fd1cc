using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres.Rows;
using Npgsql;

namespace Coordination.Storage.Tests.Rows;

/// <summary>A database of its own on the server that the tests share.</summary>
internal sealed class PostgresRowPlace : RowPlace
{
    private PostgresRowPlace(NpgsqlDataSource source, IReadOnlyList<RowTable> tables)
        : base(tables) => (Source, Rows) = (source, new PostgresRows(source, source));

    public NpgsqlDataSource Source { get; }

    public override IRows Rows { get; }

    public static async Task<PostgresRowPlace> MakeAsync(params IReadOnlyList<RowTable> tables)
    {
        var place = new PostgresRowPlace(NpgsqlDataSource.Create(await (await PostgresServer.SharedAsync()).MakeDatabaseAsync()), tables);
        await place.ExecuteAsync("create table row_table (name text primary key, fingerprint text not null)");
        await using var connection = await place.Source.OpenConnectionAsync();
        await PostgresRowSchema.MakeAgainAsync(connection, tables, CancellationToken.None);
        return place;
    }

    /// <summary>A busy machine may keep it waiting: what is tested is not how long.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    public Task EmptyAsync() => ExecuteAsync("truncate " + string.Join(", ", Tables.Select(table => table.Name)));

    public override async Task EraseAsync(StreamId stream)
    {
        await using var batch = Source.CreateBatch();
        PostgresRowWriter.AddErasureTo(batch, Tables, stream);
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>It is used again, and ends with the process.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override async Task WriteAsync(IReadOnlyList<(PreparedRow Row, StreamId Stream, long Version)> rows)
    {
        if (rows.Count > 0)
        {
            await using var batch = Source.CreateBatch();
            PostgresRowWriter.AddTo(batch, rows);
            await batch.ExecuteNonQueryAsync();
        }
    }
}
