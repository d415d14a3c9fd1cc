namespace Coordination.Storage.Scan;

/// <summary>
/// A whole journal as a tool reads it: once, from beginning to end, as it is at one moment, and without a question for each stream. What is read is handed on row by
/// row and never collected. It belongs to one thread, which waits for the database; a cancelled scan ends within a row.
/// </summary>
internal interface IJournalScan : IDisposable
{
    /// <summary>Whether, by position, nothing stands between the events of a group. Where several write and positions are given out one by one, something may.</summary>
    bool GroupsStandTogether { get; }

    /// <summary>What the reader must know of this view, as a sentence; null if there is nothing.</summary>
    string? Caution { get; }

    /// <summary>A fact about the database itself.</summary>
    string? Setting(string name);

    long CountEvents();

    /// <summary>All events, stream by stream, each in the order of its versions. Only <see cref="Originals"/> may be asked meanwhile.</summary>
    IEnumerable<ScannedEvent> ByStream();

    /// <summary>The place of every event, by position. Nothing may be asked meanwhile.</summary>
    IEnumerable<ScannedPlace> ByPosition();

    /// <summary>The originals with these ids, in any order. Those that are not there are left out.</summary>
    IEnumerable<ScannedOriginal> Originals(IReadOnlyList<string> ids);

    /// <summary>The first stream whose head says that it has events, while it has none.</summary>
    (string Stream, long Version)? FirstWithoutEvents();

    /// <summary>What the links say of each writer.</summary>
    IEnumerable<ScannedWriter> WritersOfLinks();

    /// <summary>What is kept of each writer that has written links.</summary>
    IEnumerable<ScannedWriter> Writers();
}
