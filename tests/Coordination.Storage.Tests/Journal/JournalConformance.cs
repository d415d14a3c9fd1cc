using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

/// <summary>What every engine must do. An engine's tests inherit this and say only how it is opened.</summary>
public abstract partial class JournalConformance : IAsyncLifetime
{
    private protected readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private protected readonly Faults Faults = new();
    private protected IStorePlace Place { get; private set; } = null!;
    private protected OpenedStore Store { get; private set; } = null!;

    private protected abstract IStorePlace MakePlace();

    private protected IJournal Journal => Store.Journal;

    private protected IOutbox Outbox => Store.Outbox;

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    public async Task InitializeAsync()
    {
        Place = MakePlace();
        Store = await Place.OpenAsync(Clock, Faults);
    }

    public async Task DisposeAsync()
    {
        Faults.LetGo();
        await Store.Whole.DisposeAsync();
        await Place.DisposeAsync();
    }

    private protected async Task ReopenAsync()
    {
        await Store.Whole.DisposeAsync();
        Store = await Place.OpenAsync(Clock, Faults);
    }

    /// <summary>The process is killed and started again.</summary>
    private protected async Task DieAndRestartAsync()
    {
        var dead = Store;
        var left = await Place.DieAsync();
        await dead.Whole.DisposeAsync();
        await Place.DisposeAsync();
        Place = left;
        Store = await Place.OpenAsync(Clock, Faults);
    }

    private protected static StreamId BoxOf(string key) => new("box", key);

    private protected JournalEvent Put(string mark, string cause = "test") => EventJson<BoxEvent>.Write(new(new MarkPut(mark), 0, Now, Actor.System, cause));

    private protected static JournalEvent Emptied(DateTimeOffset at) => EventJson<BoxEvent>.Write(new(new BoxEmptied(), 0, at, Actor.System, "test"));

    /// <summary>One more mark in a box, with its row.</summary>
    private protected Commit Mark(string box, long after, string mark = "x") => new()
    {
        Stream = BoxOf(box),
        ExpectedVersion = after,
        Events = [Put(mark)],
        Rows = [BoxKind.Table.Put(box, new((int)after + 1, mark, Now))],
    };

    private protected OutboxMessage Message(string id, string? key = null, DateTimeOffset? due = null, Priority priority = Priority.HandOff)
        => new(id, new StreamId("box/target"), "{}"u8.ToArray(), priority, due ?? Now, key, 1);

    private protected Task<CommitOutcome> CommitAsync(Commit commit) => Journal.CommitAsync(commit, CancellationToken.None);

    private protected async Task WrittenAsync(Commit commit) => Assert.IsType<Committed>(await CommitAsync(commit));

    private protected static IReadOnlyList<CommitConflict> Conflicts(CommitOutcome outcome) => Assert.IsType<CommitRefused>(outcome).Conflicts;

    private protected async Task<IReadOnlyList<string>> MarksAsync(string box)
        => [.. (await Journal.ReadStreamAsync(BoxOf(box), 0, CancellationToken.None)).Select(recorded => ((MarkPut)EventJson<BoxEvent>.Read(recorded).Event).Mark)];

    /// <summary>Writes these commits in one group, in this order.</summary>
    private protected async Task<CommitOutcome[]> InOneGroupAsync(params Commit[] commits)
    {
        var stopped = Faults.StopWriter();
        var plug = CommitAsync(Mark($"plug-{Guid.NewGuid():N}", 0));
        await stopped;
        var groups = Faults.HitsOf(FailPoint.BeforeCommit);
        var waiting = commits.Select(CommitAsync).ToList();
        Faults.LetGo();
        await plug;
        var outcomes = await Task.WhenAll(waiting);
        // Otherwise the test would not test what its name says.
        Assert.InRange(Faults.HitsOf(FailPoint.BeforeCommit) - groups, 0, 1);
        return outcomes;
    }

    /// <summary>Takes what is due, of each class at most so many; returns the names.</summary>
    private protected async Task<IReadOnlyList<string>> ClaimAsync(int ofEach = 100) => [.. (await TakeAsync(ofEach)).Select(message => message.Id)];

    private protected Task<IReadOnlyList<OutboxMessage>> TakeAsync(int ofEach = 9)
        => Outbox.ClaimDueAsync(Enum.GetValues<Priority>().ToDictionary(priority => priority, _ => ofEach), CancellationToken.None);

    private protected async Task<DateTimeOffset?> NextDueAsync(params Priority[] classes)
        => await Outbox.NextDueAsync(classes.Length == 0 ? Enum.GetValues<Priority>() : classes, CancellationToken.None);
}
