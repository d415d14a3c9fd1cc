using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.SqlServer;
using Coordination.Storage.Tests.Journal;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;

namespace Coordination.Storage.Tests.SqlServer;

/// <summary>What a group sends to SQL Server.</summary>
public sealed class SqlServerGroupTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Writer = new('a', 32);

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-group-").FullName;
    private readonly RowTables _tables = new([BoxKind.Table]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_that_a_group_changes_and_was_decided_upon_is_sent()
    {
        var (kept, moved, lost) = (new Claim("name", "kept"), new Claim("name", "moved "), new Claim("name", "lost"));
        var commit = new Commit
        {
            Stream = new("box/new "),
            ExpectedVersion = 0,
            Events = [Put("one"), Put("two")],
            Rows = [BoxKind.Table.Put("new", new(2, "two", Noon)), BoxKind.Table.Remove("old")],
            Arm = [Message("m1", "k1"), Message("m2", null)],
            Done = ["done"],
            Park = [new("parked", "box.full", "The box is full.")],
            OpenKeys = ["k2"],
            CloseKeys = ["k3"],
            Operations = [new("op", "hash", 2, new Refusal(RefusalKind.Conflict, "box.full", "The box is full."))],
            Claims = [moved],
            Originals = [new("original", "bytes"u8.ToArray())],
        };
        var old = new Commit { Stream = new("box/old"), ExpectedVersion = 3, Claims = [kept], Releases = [lost], Operations = [new("op", "hash", 3, null)] };

        using var command = Write(
            facts =>
            {
                facts.Heads[old.Stream] = new() { Exists = true, Version = 3, Hash = new byte[32], WrappedKey = new byte[60] };
                facts.Messages["done"] = new(null);
                facts.Messages["parked"] = new(null);
                facts.Owners[kept] = old.Stream;
                facts.Owners[lost] = old.Stream;
            },
            commit,
            old)!;

        var read = ReadSql.Of(command.CommandText);
        Assert.Equal(read.Used.Except(read.Declared).Order(StringComparer.Ordinal), command.Parameters.Cast<SqlParameter>().Select(parameter => parameter.ParameterName).Order(StringComparer.Ordinal));
        Assert.Equal([("box/new \uE000", -1L, 1, 1, 2L), ("box/old", 3L, 0, 0, 3L)], Rows(command, "@heads", row => (row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4))));
        Assert.Equal([(0, 1L), (1, 2L)], Rows(command, "@events", row => (row.GetInt32(0), row.GetInt64(2))));
        Assert.Equal(
            [("kept", "box/old", "box/old"), ("lost", "box/old", null), ("moved \uE000", null, "box/new \uE000")],
            Rows(command, "@claims", row => (row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))));
        Assert.Equal(["k1", "k2"], Rows(command, "@open_keys", row => row.GetString(0)));
        Assert.Equal(["k3"], Rows(command, "@closed_keys", row => row.GetString(0)));
        Assert.Equal(new[] { "k1", "k2", "k3" }.Select(SqlServerPlanWriter.SlotOf).Order(), Rows(command, "@slots", row => row.GetInt32(0)));
        Assert.Equal(["done"], Rows(command, "@done", row => row.GetString(0)));
        Assert.Equal([("parked", "box.full")], Rows(command, "@parked", row => (row.GetString(0), row.GetString(1))));
        Assert.Equal([("m1", "k1", Writer, 99L), ("m2", null, null, 0L)], Rows(command, "@messages", row
            => (row.GetString(0), row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? 0 : row.GetInt64(8))));
        Assert.Equal(2, Rows(command, "@operations", row => row.GetString(1)).Count);
        Assert.Equal(["original"], Rows(command, "@originals", row => row.GetString(0)));
        Assert.Equal((0, 1, 1, 2), ((int)command.Parameters["@moved_heads"].Value, (int)command.Parameters["@lost_claims"].Value, (int)command.Parameters["@done_messages"].Value, (int)command.Parameters["@event_count"].Value));
    }

    [Fact]
    public void Nothing_is_sent_where_nothing_changes()
        => Assert.Null(Write(facts => facts.Heads[new("box/a")] = new() { Exists = true, Version = 1 }, new Commit { Stream = new("box/a"), ExpectedVersion = 1 }));

    [Fact]
    public void What_has_no_room_is_refused_to_its_caller_and_says_how_much_there_is()
    {
        var commit = new Commit { Stream = new("box/a"), ExpectedVersion = 0 };
        foreach (var (large, says) in new[]
        {
            (commit with { Stream = new(new('s', 401)) }, "400 characters of a stream"),
            (commit with { Operations = [new(new('o', 401), "", 0, null)] }, "400 characters of an operation"),
            (commit with { Claims = [new("name", new string('c', 399) + "  ")] }, "400 characters of a claim"),
            (commit with { CloseKeys = [new('k', 451)] }, "450 characters of a key"),
            (commit with { Rows = [BoxKind.Table.Remove(new('r', 400))] }, "399 characters of a row"),
        })
        {
            Assert.Contains(says, Assert.Throws<ArgumentException>(() => StoredSize.Check(large)).Message, StringComparison.Ordinal);
        }

        // The longest that Domain makes: a caller's name and a key of 200 characters.
        StoredSize.Check(commit with { Operations = [new($"person/{new string('p', 64)}:{new string('k', 200)}", "", 0, null)] });
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a ", "a \uE000")]
    [InlineData("a\uE000", "a\uE000\uE000")]
    [InlineData(" ", " \uE000")]
    [InlineData("", "")]
    [InlineData("a\0\ud800", "a\0\ud800")]
    public void Texts_are_kept_so_that_spaces_at_their_ends_count(string text, string kept)
    {
        Assert.Equal(kept, StoredText.Keep(text));
        Assert.Equal(text, StoredText.Shown(kept));
    }

    /// <summary>All processes, whatever their version, must meet at the same row.</summary>
    [Fact]
    public void The_place_of_a_key_never_changes() => Assert.Equal(0xBA78, SqlServerPlanWriter.SlotOf("abc"));

    [Theory]
    [InlineData(1205, 13, true, false, false)]
    [InlineData(2627, 14, true, false, false)]
    [InlineData(2601, 14, true, false, false)]
    [InlineData(3960, 16, true, false, false)]
    [InlineData(SqlServerFailure.Overtaken, 16, true, false, false)]
    [InlineData(1222, 16, false, false, false)]
    [InlineData(8115, 16, false, false, false)]
    [InlineData(1105, 17, false, true, false)]
    [InlineData(9002, 17, false, true, false)]
    [InlineData(3906, 16, false, true, false)]
    [InlineData(4060, 11, false, true, false)]
    [InlineData(18456, 14, false, true, false)]
    [InlineData(-2, 11, false, true, true)]
    [InlineData(10054, 20, false, true, true)]
    [InlineData(0, 20, false, true, true)]
    public void Failures_are_told_apart(int number, int severity, bool isRace, bool concernsAll, bool isOpen)
        => Assert.Equal((isRace, concernsAll, isOpen), (SqlServerFailure.IsRace(number), SqlServerFailure.ConcernsAll(number, (byte)severity), SqlServerFailure.IsOpen(number, (byte)severity)));

    private static JournalEvent Put(string mark) => EventJson<BoxEvent>.Write(new(new MarkPut(mark), 0, Noon, Actor.System, "test"));

    private static OutboxMessage Message(string id, string? key) => new(id, new StreamId("box/target"), "{}"u8.ToArray(), Priority.HandOff, Noon, key, 1);

    private static List<T> Rows<T>(SqlCommand command, string name, Func<SqlDataRecord, T> read)
        => [.. ((IEnumerable<SqlDataRecord>)command.Parameters[name].Value).Select(read)];

    private SqlCommand? Write(Action<GroupFacts> given, params Commit[] commits)
    {
        var keys = new StreamKeyCache();
        var prepared = commits.Select(commit => PreparedCommit.Make(commit, _tables, keys, 1_000)).ToList();
        var facts = new FactsWanted(prepared).Nothing();
        given(facts);
        var before = new FactsBefore(facts);
        var plan = new GroupPlan(facts, MasterKey.Open(_folder, mayMake: true), keys);
        Assert.All(prepared, commit => Assert.IsType<Committed>(plan.Consider(commit)));
        return SqlServerPlanWriter.Write(plan, before, new HashSet<string> { "m1" }, new(Writer, 7, 3, new byte[32], 50, 99));
    }
}
