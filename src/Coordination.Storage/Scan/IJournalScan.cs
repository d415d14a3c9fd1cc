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

    /// <summary>The first and the last position; null where nothing is written.</summary>
    (long First, long Last)? Ends();

    /// <summary>When what stands from a position on happened, by position, at most <see cref="Neighbours"/>.</summary>
    IReadOnlyList<(long Position, long At)> TimesFrom(long position);

    /// <summary>What stands from a position on, with all that stands beside it, by position. Only <see cref="Link"/> and <see cref="HashOf"/> may be asked meanwhile.</summary>
    IEnumerable<ScannedEvent> From(long position);

    /// <summary>What is kept of a link; null if there is none.</summary>
    ScannedLink? Link(string writer, long number);

    /// <summary>The hash of an event; null if it is not there.</summary>
    byte[]? HashOf(string stream, long version);

    /// <summary>The links of what stands from a position on, by position, without what it says. Nothing may be asked meanwhile.</summary>
    IEnumerable<ScannedPlace> PlacesFrom(long position);

    /// <summary>So many neighbours say together what time it is at a place: one wrong clock among them leads nobody astray.</summary>
    const int Neighbours = 9;

    /// <summary>So many lines are read backwards at once.</summary>
    const int LinesAtOnce = 200_000;

    /// <summary>Who did what, without what it says, from before a position backwards, at most <see cref="LinesAtOnce"/>. Nothing may be asked meanwhile.</summary>
    IEnumerable<ScannedLine> Before(long position);

    /// <summary>The events of a stream in the order of their versions. Nothing may be asked meanwhile.</summary>
    IEnumerable<ScannedEvent> OfStream(string stream);

    /// <summary>The events at these positions, in any order. Those that are not there are left out.</summary>
    IEnumerable<ScannedEvent> At(IReadOnlyList<long> positions);

    /// <summary>The originals with these ids, in any order. Those that are not there are left out.</summary>
    IEnumerable<ScannedOriginal> Originals(IReadOnlyList<string> ids);

    /// <summary>The first stream whose head says that it has events, while it has none.</summary>
    (string Stream, long Version)? FirstWithoutEvents();

    /// <summary>What the links say of each writer.</summary>
    IEnumerable<ScannedWriter> WritersOfLinks();

    /// <summary>What is kept of each writer that has written links.</summary>
    IEnumerable<ScannedWriter> Writers();
}
