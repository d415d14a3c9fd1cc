using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage.SqlServer.Rows;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.Tests.Rows;

[NeedsSqlServer]
public sealed class SqlServerRowSchemaTests : RowSchemaConformance
{
    private protected override async Task<IRowSchemaPlace> MakePlaceAsync() => new Place(await SqlServerRowPlace.MakeAsync());

    private sealed class Place(SqlServerRowPlace place) : IRowSchemaPlace
    {
        public async Task<IRowSchemaSession> OpenAsync() => new Session(await place.OpenAsync());
    }

    private sealed class Session(SqlConnection connection) : IRowSchemaSession
    {
        public Task<IAsyncDisposable> LockAsync() => SqlServerRowSchema.LockAsync(connection, CancellationToken.None);

        public Task<bool> IsCurrentAsync(IReadOnlyList<RowTable> tables) => SqlServerRowSchema.IsCurrentAsync(connection, tables, CancellationToken.None);

        public Task MakeAgainAsync(IReadOnlyList<RowTable> tables) => SqlServerRowSchema.MakeAgainAsync(connection, tables, CancellationToken.None);

        public Task MarkCurrentAsync(IReadOnlyList<RowTable> tables) => SqlServerRowSchema.MarkCurrentAsync(connection, tables, CancellationToken.None);

        public async Task<IReadOnlyList<string>> TablesAsync()
        {
            await using var command = new SqlCommand("select name from sys.tables order by name", connection);
            await using var reader = await command.ExecuteReaderAsync();
            var names = new List<string>();
            while (await reader.ReadAsync())
            {
                names.Add(reader.GetString(0));
            }

            return names;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
