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
public sealed class SqliteStoreTests : IAsyncLifetime
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

        Assert.Contains("9999_future.sql", (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_made_again_when_their_declaration_changes()
    {
        await FillAsync();
        var wider = new RowTable<BoxRow>("box", [.. BoxKind.Table.Columns, RowTable<BoxRow>.Number("double", row => row.Marks * 2)]) { SearchText = BoxKind.Table.SearchText };

        await using var store = await OpenAsync(wider);

        var page = await store.Rows.ListAsync(wider, new(RowFilter.Is("double", 4L)), CancellationToken.None);
        Assert.Equal([("a", 2L, "two"), ("c", 2L, "four")], page.Rows.Select(row => (row.Id, row.Version, row.Value.Last)));
        Assert.Equal(["a"], (await store.Rows.ListAsync(wider, new(new Matches("two")), CancellationToken.None)).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_rows()
    {
        await FillAsync();
        var before = Dump();
        Sql("update box set body = '{}', version = 99 where id = 'a'; delete from box where id = 'c'; delete from box_search");

        var done = await RowRebuild.RunAsync(Options, [BoxKind.Table], [new BoxKind()], NullLoggerFactory.Instance, null, CancellationToken.None);

        Assert.Equal(new RowRebuildProgress(3, 6, 2), done);
        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_rebuild_that_was_interrupted_is_done_at_the_next_opening()
    {
        await FillAsync();
        var before = Dump();
        using (var cancelled = new CancellationTokenSource())
        {
            await cancelled.CancelAsync();
            using var file = SqliteFile.Open(Options, NullLoggerFactory.Instance);
            Assert.ThrowsAny<OperationCanceledException>(
                () => new RowRebuild(file.Session, new([BoxKind.Table]), [new BoxKind()], file.Master).Run(null, cancelled.Token));
        }

        Assert.NotEqual(before, Dump());
        await using (await OpenAsync())
        {
        }

        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_stream_of_an_unknown_kind_refuses_the_rebuild()
    {
        await FillAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RowRebuild.RunAsync(Options, [BoxKind.Table], [], NullLoggerFactory.Instance, null, CancellationToken.None));
        Assert.Contains("does not know", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chain_goes_on_after_a_restart_and_every_hash_is_right()
    {
        await FillAsync();
        await FillAsync(after: 2);

        using var session = SqliteSession.OpenReader(Options.DataFile);
        var previous = new Dictionary<string, byte[]>();
        var links = new Dictionary<(string, long), List<byte[]>>();
        var found = session.Sql("select stream, version, type, schema, at, actor, cause, body, hash, writer, link from event order by position");
        while (found.Step())
        {
            var hash = EventHash.Compute(
                previous.GetValueOrDefault(found.Text(0), []), found.Text(0), found.Long(1), found.Text(2), (int)found.Long(3), found.Long(4), found.Text(5), found.Text(6), found.Bytes(7));
            Assert.Equal(hash, found.Bytes(8));
            previous[found.Text(0)] = hash;
            var link = (found.Text(9), found.Long(10));
            links[link] = [.. links.GetValueOrDefault(link, []), hash];
        }

        Assert.Equal(2, links.Keys.Select(link => link.Item1).Distinct().Count());
        var last = new Dictionary<string, byte[]>();
        found = session.Sql("select writer, number, events, hash from link order by writer, number");
        var count = 0;
        while (found.Step())
        {
            var events = links[(found.Text(0), found.Long(1))];
            Assert.Equal(events.Count, found.Long(2));
            last[found.Text(0)] = LinkHash.Compute(found.Text(0), found.Long(1), last.GetValueOrDefault(found.Text(0), []), events);
            Assert.Equal(last[found.Text(0)], found.Bytes(3));
            count++;
        }

        Assert.Equal(links.Count, count);
    }

    [Fact]
    public async Task Checkpoints_are_signed_chained_and_cover_the_last_links()
    {
        await using (var store = await OpenAsync())
        {
            await MarkAsync(store, "a", 0, "one");
            await store.CheckpointAsync(CancellationToken.None);
            // Nothing new, nothing signed.
            await store.CheckpointAsync(CancellationToken.None);
            await MarkAsync(store, "a", 1, "two");
        }

        var lines = CheckpointLines();
        Assert.Equal(2, lines.Length);
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(Options.KeyFolder, CheckpointKey.PublicFileName)));
        var previous = "";
        foreach (var line in lines)
        {
            var (checkpoint, signed, signature) = CheckpointLine.Read(line);
            Assert.True(key.VerifyData(signed, signature, HashAlgorithmName.SHA256));
            Assert.Equal(previous, checkpoint.Previous);
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        }

        var (last, _, _) = CheckpointLine.Read(lines[^1]);
        Assert.Equal((2, 2), (last.Position, Assert.Single(last.Writers).Number));
    }

    [Fact]
    public async Task A_checkpoint_is_signed_every_minute_by_itself()
    {
        await using var store = await OpenAsync();
        await MarkAsync(store, "a", 0, "one");
        Assert.Empty(CheckpointLines());

        _clock.Advance(TimeSpan.FromMinutes(1));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (CheckpointLines().Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    [Fact]
    public async Task What_a_killed_process_had_not_signed_is_signed_at_the_next_start()
    {
        IStorePlace left;
        await using (var store = await OpenAsync())
        {
            await MarkAsync(store, "a", 0, "one");
            left = await _place.DieAsync();
        }

        await using var killed = left;
        var options = ((SqlitePlace)left).Options;
        await using (await SqliteStore.OpenAsync(options, [BoxKind.Table], [new BoxKind()], _clock, NullLoggerFactory.Instance, CancellationToken.None))
        {
            var line = Assert.Single(Directory.EnumerateFiles(options.CheckpointFolder).SelectMany(File.ReadLines));
            Assert.Single(CheckpointLine.Read(line).Checkpoint.Writers);
        }
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
        Assert.Equal(2, (await store.Feed.ReadAsync(0, 10, CancellationToken.None)).Count);
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

    private JournalEvent Put(string mark) => BoxKind.Write(new MarkPut(mark), _clock.GetUtcNow(), Actor.System, "test");

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
                Events = [BoxKind.Write(new BoxEmptied(), _clock.GetUtcNow(), Actor.System, "test")],
                Rows = [BoxKind.Table.Remove("b")],
            },
            CancellationToken.None));
        await MarkAsync(store, "c", after, "three", "four");
    }

    private string[] CheckpointLines() => [.. Directory.EnumerateFiles(Options.CheckpointFolder).Order(StringComparer.Ordinal).SelectMany(File.ReadLines)];

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

    private List<string> Dump()
    {
        using var session = SqliteSession.OpenReader(Options.DataFile);
        var found = session.Sql("select id, stream, version, body, marks, last, changed, (select text from box_search where rowid = row_id) from box order by id");
        var rows = new List<string>();
        while (found.Step())
        {
            rows.Add($"{found.Text(0)} {found.Text(1)} {found.Long(2)} {found.Text(3)} {found.Long(4)} {found.Text(5)} {found.Long(6)} {found.TextOrNull(7)}");
        }

        return rows;
    }
}
