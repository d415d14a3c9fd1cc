using Coordination.Storage.Journal;
using Coordination.Storage.Scan;
using Coordination.Storage.Sqlite;

namespace Coordination.Storage.Verify;

/// <summary>Proves that a journal is what was written, or names the first place where it is not.</summary>
public static class JournalVerifier
{
    /// <summary>Verifies the journal of a data file.</summary>
    /// <exception cref="FileNotFoundException">The data file or the public key is missing.</exception>
    public static Task<VerifyReport> VerifyAsync(string dataFile, string keyFolder, string checkpointFolder, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
        => VerifyAsync(new SqliteJournalSource(dataFile), keyFolder, [checkpointFolder], progress, cancellationToken);

    /// <summary>
    /// Reads the whole journal as it is now; servers may go on writing meanwhile. The key folder needs to hold the checkpoints' public key; with the master key in
    /// it, originals are checked too. Each process that writes has a folder of checkpoints; one of them is enough, all of them prove more.
    /// </summary>
    /// <exception cref="FileNotFoundException">The public key is missing.</exception>
    public static async Task<VerifyReport> VerifyAsync(
        JournalSource source, string keyFolder, IReadOnlyList<string> checkpointFolders, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(keyFolder);
        ArgumentNullException.ThrowIfNull(checkpointFolders);
        return await Task.Run(() => Verify(source, keyFolder, checkpointFolders, progress, cancellationToken), cancellationToken);
    }

    private static VerifyReport Verify(JournalSource source, string keyFolder, IReadOnlyList<string> checkpointFolders, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        // Before the journal: what is signed by then must be in what is read after.
        progress?.Report(new("checkpoints", 0, 0));
        var folders = checkpointFolders.Select(folder => new CheckpointCheck(folder, checkpointFolders.Count > 1)).ToList();
        var fault = folders.Select(folder => folder.Run(keyFolder, cancellationToken)).FirstOrDefault(wrong => wrong is not null);
        var report = new VerifyReport
        {
            Fault = fault,
            Checkpoints = folders.Sum(folder => folder.Checkpoints.Count),
            LastCheckpoint = folders.Max(folder => folder.Checkpoints is [.., { } last] ? last.Time : (DateTimeOffset?)null),
        };
        if (fault is not null)
        {
            return report;
        }

        try
        {
            using var scan = source.Open(cancellationToken);
            return Walk(scan, FindMaster(scan, keyFolder), [.. folders.Select(folder => new CheckpointReach(folder.Checkpoints))], report, progress, cancellationToken);
        }
        catch (Exception failure) when (source.DamageIn(failure) is { } damage)
        {
            return report with { Fault = new(FaultKind.Unreadable, damage) };
        }
    }

    private static VerifyReport Walk(
        IJournalScan scan, MasterKey? master, IReadOnlyList<CheckpointReach> reaches, VerifyReport report, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        var total = scan.CountEvents();
        var originals = new Originals(scan, master);
        var streams = new StreamCheck(scan, originals, total, progress);
        var links = new LinkCheck(scan, reaches, total, progress);
        var fault = streams.Run(cancellationToken) ?? links.Run(cancellationToken);
        List<string> notes = [];
        if (report.Checkpoints == 0 && total > 0)
        {
            notes.Add("There is no checkpoint, so nothing proves that the end of the journal was not cut off.");
        }

        if (!originals.CanRead)
        {
            notes.Add("The master key of this data is not in the key folder, so originals were not checked.");
        }

        if (scan.Caution is { } caution)
        {
            notes.Add(caution);
        }

        return report with { Fault = fault, Streams = streams.Streams, Events = streams.Events, Links = links.Links, Originals = originals.Checked, Erased = originals.Erased, Notes = notes };
    }

    private static MasterKey? FindMaster(IJournalScan scan, string keyFolder)
    {
        if (!File.Exists(Path.Combine(keyFolder, MasterKey.FileName)))
        {
            return null;
        }

        var master = MasterKey.Open(keyFolder, mayMake: false);
        return scan.Setting(MasterKey.Setting) == master.Id ? master : null;
    }
}
