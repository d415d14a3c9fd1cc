using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Tests.Journal;

public sealed class DispatchLaneTests
{
    private static readonly StreamId Box = new("box/a");
    private readonly DispatchLane _lane = new(Priority.HandOff, places: 2, capacity: 8);

    [Fact]
    public async Task What_waits_for_one_target_goes_together_and_the_next_after_it()
    {
        Fill("1", "2");
        var first = (await _lane.TakeAsync(default))!;
        Fill("3");
        var second = _lane.TakeAsync(default);

        Assert.Equal(["1", "2"], first.Messages.Select(message => message.Id));
        Assert.False(second.IsCompleted);
        _lane.Done(first);
        Assert.Equal(["3"], (await second)!.Messages.Select(message => message.Id));
    }

    /// <summary>Forgetting leaves the target in the queue; what comes for it later must still go to one worker at a time.</summary>
    [Fact]
    public async Task A_target_whose_messages_were_forgotten_is_still_served_by_one_at_a_time()
    {
        Fill("1");
        _lane.Forget(_ => true, ["1"]);
        Fill("2");
        var first = (await _lane.TakeAsync(default))!;
        Fill("3");
        var second = _lane.TakeAsync(default);

        Assert.False(second.IsCompleted);
        _lane.Done(first);
        Assert.Equal(["3"], (await second)!.Messages.Select(message => message.Id));
    }

    [Fact]
    public async Task It_tells_of_room_once_and_when_a_good_part_is_free()
    {
        var told = 0;
        _lane.HasRoom = () => told++;
        Fill("1", "2", "3", "4", "5", "6", "7", "8");
        _lane.TellOfRoom();
        Assert.Equal(0, told);

        _lane.Forget(_ => true, ["1"]);
        _lane.Done((await _lane.TakeAsync(default))!);
        Fill("9");
        _lane.Done((await _lane.TakeAsync(default))!);

        Assert.Equal(1, told);
    }

    [Fact]
    public void It_tells_at_once_of_room_that_there_is_already()
    {
        var told = 0;
        _lane.HasRoom = () => told++;

        _lane.TellOfRoom();

        Assert.Equal(1, told);
    }

    [Fact]
    public void Places_that_were_reserved_and_not_used_are_free_again()
    {
        Assert.Equal(8, _lane.ReserveUpTo(500));
        Assert.Equal(0, _lane.ReserveUpTo(500));
        Assert.False(_lane.TryReserve(1));

        _lane.Fill([Message("1")], places: 8);

        Assert.Equal(7, _lane.ReserveUpTo(500));
    }

    private void Fill(params string[] ids)
    {
        Assert.True(_lane.TryReserve(ids.Length));
        _lane.Fill([.. ids.Select(Message)], ids.Length);
    }

    private static OutboxMessage Message(string id) => new(id, Box, default, Priority.HandOff, TwoSilos.Noon, null, 1);
}
