using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage.Postgres.Rows;
using Npgsql;

namespace Coordination.Storage.Tests.Rows;

public sealed class PostgresRowSchemaTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RowTable<Sample> Other = new("other", [RowTable<Sample>.Text("name", row => row.Name)]);

    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        _source = NpgsqlDataSource.Create(await (await PostgresServer.SharedAsync()).MakeDatabaseAsync());
        await using var command = _source.CreateCommand("create table row_table (name text primary key, fingerprint text not null)");
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _source.DisposeAsync();

    [Fact]
    public async Task Tables_are_current_when_they_are_as_declared_and_were_filled()
    {
        await using var connection = await _source.OpenConnectionAsync();
        RowTable[] tables = [Sample.Table, Other];
        Assert.False(await PostgresRowSchema.IsCurrentAsync(connection, tables, None));

        await PostgresRowSchema.MakeAgainAsync(connection, tables, None);
        Assert.False(await PostgresRowSchema.IsCurrentAsync(connection, tables, None));

        await PostgresRowSchema.MarkCurrentAsync(connection, tables, None);
        Assert.True(await PostgresRowSchema.IsCurrentAsync(connection, tables, None));
        Assert.True(await PostgresRowSchema.IsCurrentAsync(connection, [], None));
        Assert.False(await PostgresRowSchema.IsCurrentAsync(connection, [Sample.Table], None));
        Assert.False(await PostgresRowSchema.IsCurrentAsync(connection, [Sample.Table, Other with { Indexes = ["name"] }], None));
    }

    [Fact]
    public async Task Making_again_drops_what_is_no_longer_declared()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await PostgresRowSchema.MakeAgainAsync(connection, [Sample.Table, Other], None);

        await PostgresRowSchema.MakeAgainAsync(connection, [Sample.Table], None);
        await PostgresRowSchema.MarkCurrentAsync(connection, [Sample.Table], None);

        await using var command = new NpgsqlCommand("select count(*) from pg_tables where schemaname = 'public' and tablename in ('sample', 'other')", connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        Assert.True(await PostgresRowSchema.IsCurrentAsync(connection, [Sample.Table], None));
    }

    [Fact]
    public async Task Of_two_processes_that_start_at_once_one_makes_the_tables_and_the_other_finds_them_made()
    {
        var made = 0;
        async Task StartAsync()
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using (await PostgresRowSchema.LockAsync(connection, None))
            {
                if (!await PostgresRowSchema.IsCurrentAsync(connection, [Sample.Table], None))
                {
                    Interlocked.Increment(ref made);
                    await PostgresRowSchema.MakeAgainAsync(connection, [Sample.Table], None);
                    await PostgresRowSchema.MarkCurrentAsync(connection, [Sample.Table], None);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StartAsync()));

        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Even_without_the_lock_two_do_not_meet_in_the_middle_of_making()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var connection = await _source.OpenConnectionAsync();
            await PostgresRowSchema.MakeAgainAsync(connection, [Sample.Table, Other], None);
        }));

        await using var command = _source.CreateCommand("select count(*) from row_table");
        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Two_writers_of_the_same_rows_do_not_lock_each_other_out()
    {
        var place = await PostgresRowPlace.MakeAsync(Sample.Table);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            var random = new Random(writer);
            for (var round = 0; round < 50; round++)
            {
                var ids = Enumerable.Range(0, 40).Select(id => $"{id}").ToArray();
                random.Shuffle(ids);
                await place.WriteAsync(ids.Select(id => round % 10 == 9 ? Sample.Table.Remove(id) : Sample.Table.Put(id, new(id, $"{writer}"))));
            }
        }));
    }
}
