using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Scenarios.Exchange;

/// <summary>That an object has left, by whom and how, is written before it leaves, once.</summary>
public sealed class What_is_written_when_objects_leave(RunningSystem system) : IClassFixture<RunningSystem>
{
    [Fact]
    public async Task A_page_is_one_commit_in_the_name_of_the_token_and_a_page_that_left_before_is_none()
    {
        var shelf = await Shelf.MakeAsync(system);
        var origin = await shelf.IncidentAsync();
        await shelf.AddAsync([.. Enumerable.Range(0, 10).Select(number => Shelf.Object(number, "indicator", origin))]);
        using var machine = shelf.Machine();

        await machine.PageAsync("green", "", "manifest/");
        await machine.PageAsync("green", "", $"objects/{Shelf.Object(3, "indicator", "").Id}/versions/");
        Assert.Empty(await TakenAsync(shelf));

        await machine.PageAsync("green", "limit=4");
        Assert.Equal([1, 2, 3, 4], Numbers(Assert.Single(await TakenAsync(shelf))));
        await machine.PageAsync("green", "limit=4");
        Assert.Single(await TakenAsync(shelf));
        await machine.PageAsync("green", "limit=6");
        Assert.Equal([5, 6], Numbers((await TakenAsync(shelf))[1]));
        await machine.PageAsync("green", "", $"objects/{Shelf.Object(8, "indicator", "").Id}/");
        Assert.Equal([9], Numbers((await TakenAsync(shelf))[2]));

        Assert.All(await TakenAsync(shelf), one => Assert.Equal(Actor.Token(shelf.TokenId), one.Actor));
        Assert.Equal([1, 2, 3, 4, 5, 6, 9], (await shelf.RowsAsync()).Where(row => row.TakenAt is not null).Select(row => row.Number));
    }

    [Fact]
    public async Task What_was_withdrawn_is_neither_written_nor_given()
    {
        var shelf = await Shelf.MakeAsync(system);
        var (stays, goes) = (await shelf.IncidentAsync(), await shelf.IncidentAsync());
        await shelf.AddAsync([Shelf.Object(1, "indicator", goes), Shelf.Object(2, "indicator", stays), Shelf.Object(3, "indicator", goes)]);
        using var machine = shelf.Machine();
        await machine.PageAsync("green", "limit=1");
        await shelf.WithdrawAsync(goes);

        Assert.Equal(2, (await machine.PageAsync("green")).Objects.Count);
        Assert.Equal([1, 2], (await TakenAsync(shelf)).SelectMany(Numbers));
    }

    private static async Task<IReadOnlyList<RecordedEvent>> TakenAsync(Shelf shelf) => [.. (await shelf.HistoryAsync()).Where(one => one.Type == "objects-taken")];

    private static IEnumerable<int> Numbers(RecordedEvent taken) => JsonDocument.Parse(taken.Body).RootElement.GetProperty("numbers").EnumerateArray().Select(one => one.GetInt32());
}
