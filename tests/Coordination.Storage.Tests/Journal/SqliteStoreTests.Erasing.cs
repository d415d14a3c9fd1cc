using System.Globalization;
using Coordination.Domain.Journal;
using Microsoft.Data.Sqlite;

namespace Coordination.Storage.Tests.Journal;

public sealed partial class SqliteStoreTests
{
    /// <summary>Where a page is full SQLite moves what stands on it to another, and what it moved may stay behind in bytes that nothing uses.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nothing_of_an_erased_thing_stays_in_the_files_wherever_pages_were_divided(int seed)
    {
        var random = new Random(seed);
        await using var store = await OpenAsync();
        var boxes = new List<(string Id, long Version, string Word)>();
        for (var number = 0; number < 400; number++)
        {
            var id = new Guid(random.GetItems([.. Enumerable.Range(0, 256).Select(one => (byte)one)], 16)).ToString("N");
            boxes.Add((id, 1, string.Create(CultureInfo.InvariantCulture, $"secret{number:D4}x")));
            await PutAsync(number, 0);
            if (number % 3 == 2)
            {
                var again = random.Next(number);
                await PutAsync(again, boxes[again].Version);
                boxes[again] = boxes[again] with { Version = boxes[again].Version + 1 };
            }
        }

        var gone = boxes.Where((_, number) => number % 4 == 0).ToArray();
        foreach (var (id, _, _) in gone)
        {
            Assert.True(await store.EraseAsync(new("box", id), CancellationToken.None));
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => store.OverwriteDeletedAsync(CancellationToken.None)));

        var files = BytesOfDataFiles();
        Assert.Empty(gone.Where(one => files.Any(bytes => Holds(bytes, one.Word))).Select(one => one.Word));
        var stays = boxes[1];
        Assert.EndsWith(stays.Word, (await store.Rows.FindAsync(BoxKind.Table, stays.Id, CancellationToken.None))!.Value.Last, StringComparison.Ordinal);

        async Task PutAsync(int number, long after) => Assert.IsType<Committed>(await store.Journal.CommitAsync(
            new()
            {
                Stream = new("box", boxes[number].Id),
                ExpectedVersion = after,
                Events = [Put("mark")],
                Rows = [BoxKind.Table.Put(boxes[number].Id, new((int)after + 1, $"{new string('x', random.Next(50, 700))} {boxes[number].Word}", _clock.GetUtcNow()))],
            },
            CancellationToken.None));
    }

    /// <summary>While someone reads what stood there before, SQLite's log cannot be folded in; once they have read, it is.</summary>
    [Fact]
    public async Task A_reader_does_not_keep_what_was_erased_in_the_files()
    {
        await using var store = await OpenAsync();
        Assert.IsType<Committed>(await store.Journal.CommitAsync(
            new() { Stream = new("box/a"), ExpectedVersion = 0, Events = [Put("mark")], Rows = [BoxKind.Table.Put("a", new(1, "secretword", _clock.GetUtcNow()))] }, CancellationToken.None));
        await using var reader = new SqliteConnection($"Data Source={Options.DataFile};Mode=ReadOnly;Pooling=False");
        await reader.OpenAsync();
        var reading = await reader.BeginTransactionAsync();
        await using (var command = reader.CreateCommand())
        {
            command.CommandText = "select count(*) from event";
            await command.ExecuteScalarAsync();
        }

        var erasing = Task.Run(async () =>
        {
            await store.EraseAsync(new("box/a"), CancellationToken.None);
            await store.OverwriteDeletedAsync(CancellationToken.None);
        });
        await Task.WhenAny(erasing, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System));
        await reading.DisposeAsync();
        await erasing;

        Assert.DoesNotContain(BytesOfDataFiles(), bytes => Holds(bytes, "secretword"));
    }
}
