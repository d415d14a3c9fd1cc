using Coordination.Domain.Journal;
using Coordination.Storage.Rebuild;
using Coordination.Storage.Tests.Journal;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Rebuild;

/// <summary>Rows made again from a journal, on every engine.</summary>
public abstract class RowRebuildTests : IAsyncLifetime
{
    protected static readonly IReadOnlyList<RowTable> Tables = [DiaryKind.Pages, DiaryKind.Covers];
    protected static readonly IReadOnlyList<IKind> Kinds = [new DiaryKind()];

    private readonly FakeTimeProvider _clock = new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    protected string Folder { get; } = Directory.CreateTempSubdirectory("coordination-rebuild-").FullName;

    protected string KeyFolder => Path.Combine(Folder, "keys");

    public virtual async Task InitializeAsync()
    {
        await using var store = await OpenStoreAsync(_clock);
        // More pages than are written at once, in several commits.
        for (var commit = 0; commit < 4; commit++)
        {
            await WriteAsync(store, "diary/long", commit * 700, [.. Enumerable.Range(1, 700).Select(number => new MarkPut($"mark {(commit * 700) + number}"))]);
        }

        await WriteAsync(store, "diary/long", 2_800, new BoxEmptied());
        await WriteAsync(store, "diary/short", 0, new MarkPut("one"), new MarkPut("two"));
        await WriteAsync(store, "diary/short", 2, new MarkPut("three"));
        await WriteAsync(store, "diary/gone", 0, new MarkPut("of nobody"));
        Assert.True(await store.EraseAsync(new("diary/gone"), CancellationToken.None));
    }

    public virtual Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    [EngineFact]
    public async Task Rows_are_those_of_the_last_commit_that_changed_them()
    {
        var done = await RebuildAsync(CancellationToken.None);

        Assert.Equal(new RowRebuildProgress(2, 2_804, 2_799 + 3 + 2), done);
        await using var rows = OpenRows();
        Assert.Equal([("long", 2_801L, 2_800, "torn"), ("short", 3L, 3, "three")], (await rows.ListAsync(DiaryKind.Covers, new(), CancellationToken.None)).Rows.Select(row => (row.Id, row.Version, row.Value.Marks, row.Value.Last)));
        var pages = await rows.FindManyAsync(DiaryKind.Pages, ["long/1", "long/2", "long/700", "long/701", "long/2800", "short/1", "short/3", "gone/1"], CancellationToken.None);
        Assert.Equal(
            [("long/2", 700L, "mark 2"), ("long/2800", 2_800L, "mark 2800"), ("long/700", 700L, "mark 700"), ("long/701", 1_400L, "mark 701"), ("short/1", 2L, "one"), ("short/3", 3L, "three")],
            pages.Select(row => (row.Id, row.Version, row.Value.Mark)).OrderBy(row => row.Id, StringComparer.Ordinal));
        Assert.Equal(["long"], (await rows.ListAsync(DiaryKind.Covers, new(new Matches("torn")), CancellationToken.None)).Rows.Select(row => row.Id));
    }

    /// <summary>Streams are read in the order of their names, and this one comes before the one whose page it takes.</summary>
    [EngineFact]
    public async Task What_another_stream_has_taken_away_stays_away()
    {
        await using (var store = await OpenStoreAsync(_clock))
        {
            await WriteAsync(store, "diary/a.short", 0, new BoxEmptied());
        }

        Assert.Equal(new RowRebuildProgress(3, 2_805, 2_799 + 2 + 3), await RebuildAsync(CancellationToken.None));

        await using var rows = OpenRows();
        Assert.Equal(["short/2", "short/3"], (await rows.FindManyAsync(DiaryKind.Pages, ["short/1", "short/2", "short/3"], CancellationToken.None)).Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [EngineFact]
    public async Task What_was_wrong_in_the_rows_is_gone_after_it()
    {
        await RebuildAsync(CancellationToken.None);
        await SpoilAsync("update cover set marks = 7, version = 99 where id = 'short'", "delete from page where id = 'short/1'", "update page set id = 'short/9' where id = 'short/2'");

        await RebuildAsync(CancellationToken.None);

        await using var rows = OpenRows();
        Assert.Equal(3, (await rows.FindAsync(DiaryKind.Covers, "short", CancellationToken.None))?.Value.Marks);
        Assert.Equal(["short/1", "short/2"], (await rows.FindManyAsync(DiaryKind.Pages, ["short/1", "short/2", "short/9"], CancellationToken.None)).Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [EngineFact]
    public async Task A_rebuild_that_is_stopped_leaves_the_rows_outdated()
    {
        await RebuildAsync(CancellationToken.None);
        Assert.True(await IsCurrentAsync());
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RebuildAsync(stop.Token, new Stop(stop)));

        Assert.False(await IsCurrentAsync());
    }

    [EngineFact]
    public async Task Another_master_key_is_refused()
    {
        var other = Path.Combine(Folder, "others");
        Coordination.Storage.Journal.MasterKey.Open(other, mayMake: true);
        foreach (var key in Directory.GetFiles(other))
        {
            File.Move(key, Path.Combine(KeyFolder, Path.GetFileName(key)), overwrite: true);
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RebuildAsync(CancellationToken.None));

        Assert.Contains("Put the key that belongs to it there", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Opens the store that writes, without row tables.</summary>
    protected abstract Task<IStore> OpenStoreAsync(FakeTimeProvider clock);

    protected abstract Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken, IProgress<RowRebuildProgress>? progress = null);

    protected abstract Task<bool> IsCurrentAsync();

    protected abstract Task SpoilAsync(params string[] statements);

    private protected abstract OpenRows OpenRows();

    private async Task WriteAsync(IStore store, string stream, long after, params BoxEvent[] events)
        => Assert.IsType<Committed>(await store.Journal.CommitAsync(
            new()
            {
                Stream = new(stream),
                ExpectedVersion = after,
                Events = [.. events.Select((happened, index) => EventJson<BoxEvent>.Write(new(happened, after + index + 1, _clock.GetUtcNow(), Actor.System, "test")))],
            },
            CancellationToken.None));

    /// <summary>Stops the work when it first tells how far it has come.</summary>
    private sealed class Stop(CancellationTokenSource source) : IProgress<RowRebuildProgress>
    {
        public void Report(RowRebuildProgress value) => source.Cancel();
    }
}
