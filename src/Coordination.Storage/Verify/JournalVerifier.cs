using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordination.Storage.Verify;

/// <summary>Proves that the journal of a data file is what was written, or names the first place where it is not.</summary>
public static class JournalVerifier
{
    /// <summary>
    /// Reads the whole journal once as it is now; a server may go on writing meanwhile. The file is opened for reading only. The key folder needs to hold the
    /// checkpoints' public key; with the master key in it, originals are checked too.
    /// </summary>
    /// <exception cref="FileNotFoundException">The data file or the public key is missing.</exception>
    public static Task<VerifyReport> VerifyAsync(string dataFile, string keyFolder, string checkpointFolder, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFile);
        ArgumentException.ThrowIfNullOrEmpty(keyFolder);
        ArgumentException.ThrowIfNullOrEmpty(checkpointFolder);
        return File.Exists(dataFile)
            ? Task.Run(() => Verify(dataFile, keyFolder, checkpointFolder, progress, cancellationToken), cancellationToken)
            : throw new FileNotFoundException($"There is no data file {dataFile}.", dataFile);
    }

    private static VerifyReport Verify(string dataFile, string keyFolder, string checkpointFolder, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        // Before the journal: what is signed by then must be in what is read after.
        progress?.Report(new("checkpoints", 0, 0));
        var checkpoints = new CheckpointCheck();
        var fault = checkpoints.Run(keyFolder, checkpointFolder, cancellationToken);
        var report = new VerifyReport
        {
            Fault = fault,
            Checkpoints = checkpoints.Checkpoints.Count,
            LastCheckpoint = checkpoints.Checkpoints.Count == 0 ? null : checkpoints.Checkpoints[^1].Time,
        };
        if (fault is not null)
        {
            return report;
        }

        try
        {
            using var session = SqliteSession.OpenReader(dataFile);
            session.Sql("begin").Run();
            return Walk(session, keyFolder, checkpoints.Checkpoints, report, progress, cancellationToken);
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT)
        {
            return report with { Fault = new(FaultKind.Unreadable, $"The data file is damaged: {damaged.Message}") };
        }
    }

    private static VerifyReport Walk(
        SqliteSession session, string keyFolder, IReadOnlyList<Checkpoint> checkpoints, VerifyReport report, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        var last = session.Sql("select coalesce(max(position), 0) from event");
        last.Step();
        var total = last.Long(0);
        last.End();

        var originals = new Originals(session, FindMaster(session, keyFolder));
        var streams = new StreamCheck(session, originals, total, progress);
        var links = new LinkCheck(session, new(checkpoints), total, progress);
        var fault = streams.Run(cancellationToken) ?? links.Run(cancellationToken);
        List<string> notes = [];
        if (checkpoints.Count == 0 && total > 0)
        {
            notes.Add("There is no checkpoint, so nothing proves that the end of the journal was not cut off.");
        }

        if (!originals.CanRead)
        {
            notes.Add("The master key of this data file is not in the key folder, so originals were not checked.");
        }

        return report with { Fault = fault, Streams = streams.Streams, Events = streams.Events, Links = links.Links, Originals = originals.Checked, Erased = originals.Erased, Notes = notes };
    }

    private static MasterKey? FindMaster(SqliteSession session, string keyFolder)
    {
        if (!File.Exists(Path.Combine(keyFolder, MasterKey.FileName)))
        {
            return null;
        }

        var master = MasterKey.Open(keyFolder, mayMake: false);
        var expected = session.Sql("select value from setting where name = 'master-key'");
        var belongs = expected.Step() && expected.Text(0) == master.Id;
        expected.End();
        return belongs ? master : null;
    }
}
