namespace Coordination.Storage.Tests.Rows;

public sealed class SqliteRowsTests : RowsConformance
{
    private protected override (int Count, int AtOnce) Samples => (400, 2);

    private protected override string Kept(string text) => text;

    private protected override Task<RowPlace> EmptyPlaceAsync() => Task.FromResult<RowPlace>(new SqliteRowPlace(Sample.Table));

    [Fact]
    public async Task Reads_go_on_beside_a_writer_and_nothing_can_be_written_through_them()
    {
        await using var place = new SqliteRowPlace(Sample.Table);
        await place.PutAsync(new Sample("1"));
        using (place.Transaction())
        {
            await place.PutAsync(new Sample("2"));
            Assert.Single((await place.Rows.ListAsync(Sample.Table, new(), CancellationToken.None)).Rows);
        }

        var many = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => place.Rows.CountAsync(Sample.Table, null, [], CancellationToken.None)));
        Assert.All(many, counts => Assert.Equal(2, counts[0].Count));
    }
}
