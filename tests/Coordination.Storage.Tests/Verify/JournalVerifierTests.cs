using Coordination.Storage.Journal;
using Coordination.Storage.Verify;

namespace Coordination.Storage.Tests.Verify;

/// <summary>What verification finds, on every engine.</summary>
/// <param name="rounds">How often each deed of an intruder is done, each time elsewhere.</param>
public abstract partial class JournalVerifierTests(WrittenJournal written, int rounds)
{
    /// <summary>Whether, by position, nothing stands between the events of a group on this engine.</summary>
    protected virtual bool GroupsStandTogether => true;

    [EngineFact]
    public async Task An_untouched_journal_is_ok()
    {
        await using var copy = await CopyAsync();

        var report = await copy.VerifyAsync();

        Assert.Null(report.Fault);
        Assert.Empty(NotesOf(report));
        Assert.Equal((8, 192, 96), (report.Streams, report.Events, report.Originals));
        Assert.InRange(report.Links, 12, 96);
        Assert.InRange(report.Checkpoints, 12, 20);
        Assert.Equal(2, Directory.GetFiles(copy.CheckpointFolder).Length);
    }

    /// <summary>A thousand deeds of an intruder in a long run, otherwise some of each kind.</summary>
    private readonly int _rounds = Environment.GetEnvironmentVariable("COORDINATION_SOAK") is "1" ? (1_000 / Tampering.Kinds) + 1 : rounds;

    [EngineFact]
    public async Task Whatever_is_tampered_with_is_found_and_its_first_place_is_named()
    {
        var missed = new List<string>();
        var links = 0;
        for (var seed = 0; seed < _rounds * Tampering.Kinds; seed++)
        {
            await using var copy = await CopyAsync();
            var tampering = Tampering.Do(copy, seed % Tampering.Kinds, new Random(seed));
            var report = await copy.VerifyAsync();
            links += report.Fault?.Writer is null ? 0 : 1;
            if (!tampering.IsFoundBy(report.Fault))
            {
                missed.Add($"seed {seed}: {tampering}; found: {report.Fault?.ToString() ?? "nothing"}");
            }
        }

        Assert.True(missed.Count == 0, string.Join("\n", missed));
        // Both walks find something.
        Assert.InRange(links, _rounds * 4, _rounds * 20);
    }

    [EngineFact]
    public async Task Without_the_master_key_the_chain_is_checked_all_the_same()
    {
        await using var copy = await CopyAsync();
        File.Delete(Path.Combine(copy.KeyFolder, MasterKey.FileName));
        File.Delete(Path.Combine(copy.KeyFolder, CheckpointKey.PrivateFileName));

        var report = await copy.VerifyAsync();
        Assert.Null(report.Fault);
        Assert.Equal(0, report.Originals);
        Assert.Single(NotesOf(report));

        copy.Execute("update event set actor = 'x' where stream = 'box/3' and version = 5");
        Assert.Equal(("box/3", 5L), ((await copy.VerifyAsync()).Fault!.Stream, (await copy.VerifyAsync()).Fault!.Version));
    }

    [EngineFact]
    public async Task A_stream_whose_key_was_destroyed_is_whole_and_its_originals_are_left_out()
    {
        await using var copy = await CopyAsync();
        copy.Execute("update stream set wrapped_key = null where stream = 'box/3'");
        copy.Execute("delete from original where stream = 'box/3'");

        var report = await copy.VerifyAsync();

        Assert.Null(report.Fault);
        Assert.Equal((84, 1), (report.Originals, report.Erased));
    }

    [EngineFact]
    public async Task Without_checkpoints_it_is_said_what_is_not_proven()
    {
        await using var copy = await CopyAsync();

        var report = await JournalVerifier.VerifyAsync(copy.Source, copy.KeyFolder, [copy.CheckpointFolder + "x"], null, CancellationToken.None);

        Assert.True(report.IsOk);
        Assert.Contains("no checkpoint", Assert.Single(NotesOf(report)), StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Without_the_public_key_checkpoints_prove_nothing()
    {
        await using var copy = await CopyAsync();
        File.Delete(Path.Combine(copy.KeyFolder, CheckpointKey.PublicFileName));

        await Assert.ThrowsAsync<FileNotFoundException>(copy.VerifyAsync);
    }

    [EngineFact]
    public async Task Stopped_in_the_middle_it_ends_at_once()
    {
        await using var copy = await CopyAsync();
        using var stop = new CancellationTokenSource();

        // Once the streams are being walked through, it is enough.
        var stopped = JournalVerifier.VerifyAsync(copy.Source, copy.KeyFolder, [copy.CheckpointFolder], new At("streams", stop.Cancel), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    private protected Task<JournalCopy> CopyAsync() => written.CopyAsync();

    /// <summary>Without what depends on how the database is set up.</summary>
    private static IEnumerable<string> NotesOf(VerifyReport report) => report.Notes.Where(note => !note.Contains("snapshots", StringComparison.Ordinal));

    /// <summary>Does something when a stage is reached, on the thread that reaches it.</summary>
    private sealed class At(string stage, Action then) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value)
        {
            if (value.Stage == stage)
            {
                then();
            }
        }
    }
}
