using Coordination.Storage.Verify;

namespace Coordination.Storage.Tests.Verify;

/// <summary>Journals that several processes wrote at once.</summary>
public abstract partial class JournalVerifierTests
{
    protected const string Ada = "a0000000000000000000000000000001";
    private const string Ben = "b0000000000000000000000000000002";

    [EngineFact]
    public async Task Groups_of_two_writers_in_turn_are_whole()
    {
        await using var copy = await CopyAsync();
        new MadeJournal(copy)
            .Group(Ada, (10, "box/1"), (11, "box/2")).Group(Ben, (20, "box/3")).Checkpoint(20, 20, Ada, Ben)
            .Group(Ada, (30, "box/3")).Group(Ben, (40, "box/1"), (41, "box/1")).Checkpoint(41, 41, Ada, Ben);

        var report = await copy.VerifyAsync();

        Assert.Null(report.Fault);
        Assert.Equal((3, 6, 4, 2), (report.Streams, report.Events, report.Links, report.Checkpoints));
    }

    [EngineFact]
    public async Task Events_of_two_writers_between_each_other_are_whole_only_where_that_can_be()
    {
        await using var copy = await CopyAsync();
        new MadeJournal(copy)
            .Group(Ada, (10, "box/1"), (12, "box/2"), (15, "box/2")).Group(Ben, (11, "box/3"), (13, "box/4")).Checkpoint(15, 9, Ada, Ben)
            .Group(Ben, (14, "box/3"), (18, "box/4")).Group(Ada, (16, "box/1"), (17, "box/1")).Checkpoint(18, 18, Ada, Ben);

        var possible = await copy.VerifyAsync(new OneByOneSource(copy.Source));
        var impossible = await copy.VerifyAsync();

        Assert.Null(possible.Fault);
        Assert.Equal((4, 9, 4), (possible.Streams, possible.Events, possible.Links));
        Assert.Equal(GroupsStandTogether ? (Ada, 1L) : (null, null), (impossible.Fault?.Writer, impossible.Fault?.Link));
    }

    [EngineTheory]
    [InlineData("update event set hash = @p1 where position = 12", Ada, 1, FaultKind.Altered)]
    [InlineData("delete from event where position = 18", Ben, 2, FaultKind.Removed)]
    [InlineData("update event set position = 9 where position = 18", Ben, 1, FaultKind.Removed)]
    [InlineData("update event set position = 19 where position = 13", Ben, 1, FaultKind.Removed)]
    [InlineData("update event set writer = 'b0000000000000000000000000000002' where position = 16", Ben, 2, FaultKind.Added)]
    [InlineData("delete from link where writer = 'a0000000000000000000000000000001' and number = 2", Ada, 2, FaultKind.Removed)]
    public async Task Where_events_stand_between_each_other_each_chain_is_checked_on_its_own(string deed, string writer, long link, FaultKind kind)
    {
        await using var copy = await CopyAsync();
        new MadeJournal(copy)
            .Group(Ada, (10, "box/1"), (12, "box/2"), (15, "box/2")).Group(Ben, (11, "box/3"), (13, "box/4"))
            .Group(Ben, (14, "box/3"), (18, "box/4")).Group(Ada, (16, "box/1"), (17, "box/1"));
        copy.Execute(deed, new byte[32]);

        using var scan = new OneByOneSource(copy.Source).Open(CancellationToken.None);
        var fault = new LinkCheck(scan, [], 9, null).Run(CancellationToken.None);

        Assert.Equal((kind, writer, link), (fault?.Kind, fault?.Writer, fault?.Link));
    }

    [EngineFact]
    public async Task What_was_still_being_written_when_a_checkpoint_was_signed_is_no_tampering()
    {
        // Ada's group took its positions first and was committed after the checkpoint: below what the journal had reached, above what was settled.
        await using var copy = await CopyAsync();
        var journal = new MadeJournal(copy).Group(Ben, (200, "box/1"), (201, "box/2")).Checkpoint(201, 99, Ben);
        journal.Group(Ada, (100, "box/3"), (101, "box/4")).Checkpoint(201, 201, Ada);

        Assert.Null((await copy.VerifyAsync()).Fault);

        // Where everything had been settled, there cannot have been such a group.
        new MadeJournal(copy).Group(Ben, (200, "box/1"), (201, "box/2")).Checkpoint(201, 201, Ben)
            .Group(Ada, (100, "box/3"), (101, "box/4")).Checkpoint(201, 201, Ada);
        var report = await copy.VerifyAsync();
        Assert.Equal(GroupsStandTogether ? (FaultKind.Reordered, Ada, 1L) : (null, null, null), ((FaultKind?)report.Fault?.Kind, report.Fault?.Writer, report.Fault?.Link));
    }

    [EngineFact]
    public async Task Every_folder_of_checkpoints_counts()
    {
        await using var copy = await CopyAsync();
        var other = Path.Combine(copy.Folder, "other");
        new MadeJournal(copy).Group(Ada, (10, "box/1")).Group(Ben, (20, "box/2")).Checkpoint(20, 20, Ada, Ben);
        Directory.Move(copy.CheckpointFolder, other);
        Directory.CreateDirectory(copy.CheckpointFolder);
        new MadeJournal(copy).Group(Ada, (10, "box/1")).Checkpoint(10, 10, Ada);

        var one = await copy.VerifyAsync();
        var both = await copy.VerifyAsync(copy.Source, other);
        File.AppendAllText(Directory.GetFiles(other).Single(), "{\"checkpoint\":{}}\n{}\n");
        var altered = await copy.VerifyAsync(copy.Source, other);

        Assert.True(one.IsOk);
        Assert.Equal(1, one.Checkpoints);
        Assert.Equal((FaultKind.Removed, Ben, 1L, 2L), (both.Fault?.Kind, both.Fault?.Writer, both.Fault?.Link, both.Checkpoints));
        Assert.Contains(other, altered.Fault?.Text, StringComparison.Ordinal);
    }
}
