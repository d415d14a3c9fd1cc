using Coordination.Contracts;
using Coordination.Domain.Exchange;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_objects_are_laid_ready
{
    private const string Of = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private readonly Played<Collection, CollectionCommand, CollectionEvent> _shelf = new(CollectionKind.Instance, CollectionKind.Stream(Samples.Lighthouse));

    [Fact]
    public void Each_counts_as_added_later_than_all_before_whatever_the_clock_says()
    {
        Add(Samples.Noon, One(1), One(2));
        Add(Samples.Noon.AddMinutes(-1), One(3));
        Add(Samples.Noon.AddMinutes(1).AddTicks(7), One(4));

        Assert.Equal([1, 2, 3, 4], _shelf.State.Entries.Keys.Order());
        Assert.Equal(
            [Samples.Noon, Samples.Noon.AddMicroseconds(1), Samples.Noon.AddMicroseconds(2), Samples.Noon.AddMinutes(1)],
            _shelf.State.Entries.OrderBy(pair => pair.Key).Select(pair => pair.Value.AddedAt));
    }

    [Fact]
    public void The_same_version_is_not_laid_twice_and_never_has_two_contents()
    {
        Add(Samples.Noon, One(1));

        Assert.Empty(_shelf.Ask(new AddObjects([One(1)], "sharing/x,i1")).Events);
        Assert.Equal("collection.version-taken", _shelf.Ask(new AddObjects([One(1) with { Content = "other" }], "sharing/x,i1")).Refusal?.Code);
    }

    [Fact]
    public void What_has_left_is_not_withdrawn_and_the_rest_is()
    {
        Add(Samples.Noon, One(1), One(2), One(3) with { Origin = "incident/i2" });
        _shelf.Do(new TakeObjects([1, 9], "taxii"));
        _shelf.Do(new WithdrawObjects("incident/i1", "The consent was withdrawn"));

        Assert.Equal([1, 3], _shelf.State.Entries.Keys.Order());
        Assert.NotNull(_shelf.State.Entries[1].TakenAt);
        Assert.Equal([1, 3], _shelf.State.Versions[Of].Order());
    }

    [Fact]
    public void What_says_the_same_of_several_things_leaves_once_for_all_of_them()
    {
        Add(Samples.Noon, One(1));
        Add(Samples.Noon.AddMinutes(1), One(1) with { Origin = "incident/i2", Content = "sharing-2.content-1" });
        // Under another label it lies in another place, and another version is another thing.
        Add(Samples.Noon.AddMinutes(2), One(1) with { Origin = "incident/i3", Label = Tlp.Clear });
        Add(Samples.Noon.AddMinutes(3), One(2) with { Origin = "incident/i2" });

        Assert.Equal([1, 2], Written(new TakeObjects([1], "taxii")));
        Add(Samples.Noon.AddMinutes(4), One(1) with { Origin = "incident/i4" });

        Assert.Equal([1, 2, 5], _shelf.State.Entries.Where(pair => pair.Value is { TakenAt: not null, Way: "taxii" }).Select(pair => pair.Key).Order());
        Assert.Equal(_shelf.State.Entries[1].TakenAt, _shelf.State.Entries[5].TakenAt);
        // What the partner has cannot be taken back, whatever it tells of.
        Assert.Empty(_shelf.Ask(new WithdrawObjects("incident/i4", "The consent was withdrawn")).Events);
    }

    [Fact]
    public void Only_rows_that_say_something_else_now_are_written()
    {
        Add(Samples.Noon, One(1));
        Assert.Equal([1], Written(new AddObjects([One(2)], "s")).Except([2]));
        Assert.Equal([2], Written(new AddObjects([One(3), One(4)], "s")).Except([3, 4]));
        Assert.Equal([4], Written(new AddObjects([One(5) with { Origin = "incident/i2" }], "s")).Except([5]));

        _shelf.Do(new TakeObjects([2], "taxii"));
        Assert.Equal([2], Written(new WithdrawObjects("incident/i1", "The consent was withdrawn")).Except([1, 3, 4]));
        Assert.Equal([2], Written(new WithdrawObjects("incident/i2", "The consent was withdrawn")).Except([5]));
    }

    /// <summary>The numbers of the rows that it writes or removes.</summary>
    private long[] Written(CollectionCommand command)
    {
        var before = _shelf.State;
        Assert.Single(_shelf.Do(command).Events);
        var done = _shelf.History[^1];
        return [.. CollectionKind.Instance.Rows(CollectionKind.Stream(Samples.Lighthouse), before, done, _shelf.State).Select(row => long.Parse(row.Id[(row.Id.LastIndexOf('.') + 1)..], System.Globalization.CultureInfo.InvariantCulture)).Order()];
    }

    private static SharedObject One(int version) => new(Of, $"2026-03-02T12:00:00.{version:D3}Z", Tlp.Green, "incident/i1", [], $"content-{version}");

    private void Add(DateTimeOffset now, params SharedObject[] objects)
    {
        _shelf.Now = now;
        Assert.Null(_shelf.Do(new AddObjects(objects, "sharing/x,i1")).Refusal);
    }
}
