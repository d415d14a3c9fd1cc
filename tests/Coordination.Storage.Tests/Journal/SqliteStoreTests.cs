using System.Security.Cryptography;
using System.Text;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

/// <summary>What belongs to SQLite and to the files of the embedded store.</summary>
public sealed partial class SqliteStoreTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly SqlitePlace _place = new();

    private SqliteOptions Options => _place.Options;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task A_second_opener_is_refused_and_told_what_to_do()
    {
        await using (await OpenAsync())
        {
            var refused = await Assert.ThrowsAsync<DataFileInUseException>(() => OpenAsync());
            Assert.Contains("Stop that one first", refused.Message, StringComparison.Ordinal);
        }

        await using var next = await OpenAsync();
    }

    /// <summary>A container disposes what it handed out, and then the store that it had it from.</summary>
    [Fact]
    public async Task A_store_whose_rows_were_closed_before_closes_all_the_same()
    {
        var store = await OpenAsync();
        await ((IAsyncDisposable)store.Rows).DisposeAsync();

        Assert.Null(await Record.ExceptionAsync(async () => await store.DisposeAsync()));
        await using var next = await OpenAsync();
    }

    [Fact]
    public async Task Nothing_of_an_event_or_an_original_can_be_read_in_the_files()
    {
        await using (var store = await OpenAsync())
        {
            await store.Journal.CommitAsync(
                new() { Stream = new("box/a"), ExpectedVersion = 0, Events = [Put("find-me-event")], Originals = [new("o", "find-me-original"u8.ToArray())] }, CancellationToken.None);
            Assert.DoesNotContain(BytesOfDataFiles(), bytes => Holds(bytes, "find-me"));
        }

        Assert.DoesNotContain(BytesOfDataFiles(), bytes => Holds(bytes, "find-me"));
    }

    [Fact]
    public async Task Keys_are_for_their_owner_only()
    {
        await using var store = await OpenAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Options.KeyFolder, MasterKey.FileName)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Options.KeyFolder, CheckpointKey.PrivateFileName)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Options.KeyFolder));
        }
    }

    [Fact]
    public async Task A_missing_or_foreign_master_key_is_refused_and_no_new_one_is_made()
    {
        await using (await OpenAsync())
        {
        }

        var path = Path.Combine(Options.KeyFolder, MasterKey.FileName);
        var kept = await File.ReadAllTextAsync(path);
        File.Delete(path);
        Assert.Contains("backup", (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync())).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));

        await File.WriteAllTextAsync(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Assert.Contains("was written with", (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync())).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, "no key");
        Assert.Contains("damaged", (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync())).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, kept);
        await using var store = await OpenAsync();
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await using (await OpenAsync())
        {
        }

        Sql("insert into SchemaVersions (ScriptName, Applied) values ('Coordination.Storage.Sqlite.Scripts.9999_future.sql', '2030-01-01')");

        Assert.Contains("9999_future.sql", (await Assert.ThrowsAsync<JournalSchemaException>(() => OpenAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_stream_is_gone_and_the_chain_is_whole()
    {
        await using var store = await OpenAsync();
        await MarkAsync(store, "person", 0, "Ada Lovelace");
        await MarkAsync(store, "other", 0, "stays");
        byte[] wrapped;
        using (var session = SqliteSession.OpenReader(Options.DataFile))
        {
            var found = session.Sql("select wrapped_key from stream where stream = 'box/person'");
            Assert.True(found.Step());
            wrapped = found.Bytes(0);
        }

        Assert.True(await store.EraseAsync(new("box/person"), CancellationToken.None));
        Assert.False(await store.EraseAsync(new("box/person"), CancellationToken.None));
        Assert.False(await store.EraseAsync(new("box/unknown"), CancellationToken.None));

        await Assert.ThrowsAsync<StreamErasedException>(() => store.Journal.ReadStreamAsync(new("box/person"), 0, CancellationToken.None));
        await Assert.ThrowsAsync<StreamErasedException>(() => MarkAsync(store, "person", 1, "again"));
        Assert.Null(await store.Rows.FindAsync(BoxKind.Table, "person", CancellationToken.None));
        Assert.Empty((await store.Rows.ListAsync(BoxKind.Table, new(new Matches("Lovelace")), CancellationToken.None)).Rows);
        Assert.DoesNotContain(BytesOfDataFiles(), bytes => bytes.AsSpan().IndexOf(wrapped) >= 0);
        Assert.DoesNotContain(BytesOfDataFiles(), bytes => Holds(bytes, "Lovelace") || Holds(bytes, "lovelace"));
        Assert.Single(await store.Journal.ReadStreamAsync(new("box/other"), 0, CancellationToken.None));
        Assert.Equal(2, (await store.Feed.ReadAsync(new("0"), CancellationToken.None)).Entries.Count);
    }

    [Fact]
    public async Task A_body_that_was_moved_or_altered_is_not_read()
    {
        await FillAsync();
        Sql("update event set body = (select body from event where stream = 'box/a' and version = 2) where stream = 'box/a' and version = 1");

        await using var store = await OpenAsync();

        Assert.Contains(
            "box/a version 1", (await Assert.ThrowsAsync<InvalidDataException>(() => store.Journal.ReadStreamAsync(new("box/a"), 0, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_an_undeclared_table_or_a_wrong_type_is_refused_to_its_caller()
    {
        await using var store = await OpenAsync();
        var other = new RowTable<BoxRow>("undeclared", []);

        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.CommitAsync(
            new() { Stream = new("box/a"), ExpectedVersion = 0, Rows = [other.Put("a", new(1, "", _clock.GetUtcNow()))] }, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.CommitAsync(
            new() { Stream = new("box/a"), ExpectedVersion = 0, Rows = [new(BoxKind.Table, "a", "not a row")] }, CancellationToken.None));
    }

    private Task<SqliteStore> OpenAsync(RowTable? table = null)
        => SqliteStore.OpenAsync(Options, [table ?? BoxKind.Table], [new BoxKind()], _clock, NullLoggerFactory.Instance, CancellationToken.None);

    private JournalEvent Put(string mark) => EventJson<BoxEvent>.Write(new(new MarkPut(mark), 0, _clock.GetUtcNow(), Actor.System, "test"));

    private async Task MarkAsync(SqliteStore store, string box, long after, params string[] marks)
        => Assert.IsType<Committed>(await store.Journal.CommitAsync(
            new()
            {
                Stream = new("box", box),
                ExpectedVersion = after,
                Events = [.. marks.Select(Put)],
                Rows = [BoxKind.Table.Put(box, new((int)after + marks.Length, marks[^1], _clock.GetUtcNow()))],
            },
            CancellationToken.None));

    /// <summary>Three boxes: one with two marks from one commit, one that is emptied again, one with one mark.</summary>
    private async Task FillAsync(long after = 0)
    {
        await using var store = await OpenAsync();
        await MarkAsync(store, "a", after, "one", "two");
        await MarkAsync(store, "b", after, "gone");
        Assert.IsType<Committed>(await store.Journal.CommitAsync(
            new()
            {
                Stream = new("box/b"),
                ExpectedVersion = after + 1,
                Events = [EventJson<BoxEvent>.Write(new(new BoxEmptied(), 0, _clock.GetUtcNow(), Actor.System, "test"))],
                Rows = [BoxKind.Table.Remove("b")],
            },
            CancellationToken.None));
        await MarkAsync(store, "c", after, "three", "four");
    }

    private List<byte[]> BytesOfDataFiles()
        => [.. Directory.EnumerateFiles(Path.GetDirectoryName(Options.DataFile)!).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Select(ReadShared)];

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private void Sql(string sql)
    {
        using var session = SqliteSession.OpenWriter(Options.DataFile);
        session.Execute(sql);
    }
}
