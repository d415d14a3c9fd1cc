using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage.Postgres.Rows;
using Npgsql;

namespace Coordination.Storage.Tests.Rows;

public sealed class PostgresRowSchemaTests : RowSchemaConformance
{
    private protected override async Task<IRowSchemaPlace> MakePlaceAsync()
    {
        var source = NpgsqlDataSource.Create(await (await PostgresServer.SharedAsync()).MakeDatabaseAsync());
        await using var command = source.CreateCommand("create table row_table (name text primary key, fingerprint text not null)");
        await command.ExecuteNonQueryAsync();
        return new Place(source);
    }

    private sealed class Place(NpgsqlDataSource source) : IRowSchemaPlace
    {
        public async Task<IRowSchemaSession> OpenAsync() => new Session(await source.OpenConnectionAsync());
    }

    private sealed class Session(NpgsqlConnection connection) : IRowSchemaSession
    {
        public Task<IAsyncDisposable> LockAsync() => PostgresRowSchema.LockAsync(connection, CancellationToken.None);

        public Task<bool> IsCurrentAsync(IReadOnlyList<RowTable> tables) => PostgresRowSchema.IsCurrentAsync(connection, tables, CancellationToken.None);

        public Task MakeAgainAsync(IReadOnlyList<RowTable> tables) => PostgresRowSchema.MakeAgainAsync(connection, tables, CancellationToken.None);

        public Task MarkCurrentAsync(IReadOnlyList<RowTable> tables) => PostgresRowSchema.MarkCurrentAsync(connection, tables, CancellationToken.None);

        public async Task<IReadOnlyList<string>> TablesAsync()
        {
            await using var command = new NpgsqlCommand("select array(select tablename::text from pg_tables where schemaname = 'public' order by tablename)", connection);
            return (string[])(await command.ExecuteScalarAsync())!;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
