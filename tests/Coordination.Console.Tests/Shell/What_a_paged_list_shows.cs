using Coordination.Console.Shell;
using Coordination.Contracts;

namespace Coordination.Console.Tests.Shell;

public sealed class What_a_paged_list_shows
{
    /// <summary>The newest first, two to a page.</summary>
    private readonly List<string> _there = ["e", "d", "c", "b", "a"];
    private readonly PagedList<string> _list;
    private Func<Task> _before = () => Task.CompletedTask;
    private int _reads;

    public What_a_paged_list_shows() => _list = new(ReadAsync, one => one);

    [Fact]
    public async Task What_came_stands_above_and_what_was_paged_to_stays_and_goes_on_where_it_ended()
    {
        await _list.LookAsync();
        await _list.MoreAsync();
        _there.Insert(0, "f");
        await _list.LookAsync();
        Assert.Equal("fedcb", Shown());
        Assert.True(_list.HasMore);

        await _list.MoreAsync();
        Assert.Equal("fedcba", Shown());
        Assert.False(_list.HasMore);
        await _list.MoreAsync();
        Assert.Equal("fedcba", Shown());
    }

    [Fact]
    public async Task It_looks_once_for_each_time_that_there_may_be_something_new()
    {
        Assert.True(await _list.LookAsync(0));
        Assert.False(await _list.LookAsync(0));
        Assert.Equal(1, _reads);

        Assert.True(await _list.LookAsync(1));
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task What_is_gone_is_not_looked_for_on_all_pages_and_much_that_came_does_not_have_all_read()
    {
        await _list.LookAsync();
        _there.Remove("d");
        _reads = 0;
        await _list.LookAsync();
        Assert.Equal(("e", 2), (Shown(), _reads));

        _there.InsertRange(0, Enumerable.Range(0, 40).Select(one => $"{one},"));
        _reads = 0;
        await _list.LookAsync();
        Assert.Equal(("0,1,", 1), (Shown(), _reads));
        Assert.True(_list.HasMore);
    }

    [Fact]
    public async Task Looks_and_further_pages_wait_for_one_another_and_a_look_that_waits_is_one_for_all()
    {
        await _list.LookAsync();
        var held = new TaskCompletionSource();
        (_before, _reads) = (() => held.Task, 0);
        Task[] all = [_list.LookAsync(), _list.MoreAsync(), _list.LookAsync(), _list.LookAsync()];
        Assert.Equal(1, _reads);
        held.SetResult();
        await Task.WhenAll(all);
        Assert.Equal(("edcb", 4), (Shown(), _reads));
    }

    [Fact]
    public async Task What_could_not_be_read_leaves_what_is_shown_and_is_forgotten_once_it_can_be()
    {
        _before = () => throw new HttpRequestException();
        await _list.LookAsync();
        Assert.Equal((Problems.NoAnswer, true), (_list.Problem?.Code, _list.WasRead));
        _before = () => Task.CompletedTask;
        await _list.LookAsync();
        Assert.Equal((null, "ed"), (_list.Problem, Shown()));
        _before = () => throw new HttpRequestException();
        await _list.LookAsync();
        Assert.Equal("ed", Shown());
    }

    private string Shown() => string.Concat(_list.Items);

    /// <summary>A page goes on below the line that its cursor names, whatever has come above it.</summary>
    private async Task<Page<string>> ReadAsync(string? cursor)
    {
        _reads++;
        await _before();
        var rest = _there.Skip(cursor is null ? 0 : _there.IndexOf(cursor) + 1).ToArray();
        return new(rest[..Math.Min(2, rest.Length)], rest.Length > 2 ? rest[1] : null);
    }
}
