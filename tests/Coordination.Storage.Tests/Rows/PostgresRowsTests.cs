using Coordination.Storage.Journal;
using Coordination.Storage.Postgres.Rows;
using Npgsql;

namespace Coordination.Storage.Tests.Rows;

public sealed class PostgresRowsTests : RowsConformance
{
    // One for all tests: making tables takes longer than emptying them.
    private static readonly Lazy<Task<PostgresRowPlace>> Database = new(static () => PostgresRowPlace.MakeAsync(Sample.Table));

    private protected override async Task<RowPlace> EmptyPlaceAsync()
    {
        var place = await Database.Value;
        await place.EmptyAsync();
        return place;
    }

    [Fact]
    public async Task Reads_go_on_beside_a_writer()
    {
        await using var place = await EmptyPlaceAsync();
        await place.PutAsync(new Sample("1"));
        await using var connection = await (await Database.Value).Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        var tables = new RowTables([Sample.Table]);
        PostgresRowWriter.AddTo(batch, [(tables.Prepare(Sample.Table.Put("1", new("1", "new"))), new("sample/1"), 2), (tables.Prepare(Sample.Table.Put("2", new("2"))), new("sample/2"), 1)]);
        await batch.ExecuteNonQueryAsync();

        Assert.Null(Assert.Single((await place.Rows.ListAsync(Sample.Table, new(), CancellationToken.None)).Rows).Value.Name);

        await transaction.CommitAsync();
        Assert.Equal(["new", null], (await place.Rows.ListAsync(Sample.Table, new(), CancellationToken.None)).Rows.Select(row => row.Value.Name));
    }

    [Fact]
    public async Task Two_writers_of_the_same_rows_do_not_lock_each_other_out()
    {
        await using var place = await EmptyPlaceAsync();
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
