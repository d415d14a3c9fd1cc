using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>What somebody was shown on a day.</summary>
[JsonDerivedType(typeof(SomethingRead), "something-read")]
[JsonDerivedType(typeof(ReadingsForgotten), "readings-forgotten")]
public abstract record ReadingEvent;

/// <summary>They were shown a thing that is labelled so strictly that it is kept who saw it.</summary>
/// <param name="Part">Which part of it was taken along, for example <c>attachment/…</c>; null for its page.</param>
public sealed record SomethingRead(string What, string Number, Tlp Tlp, Sight Shown, string? Part = null) : ReadingEvent
{
    /// <summary>What is the same when it is read again.</summary>
    [JsonIgnore]
    public string Whole => Part is null ? What : $"{What}/{Part}";
}

/// <summary>The thing was erased, and with it that it was read. <paramref name="Versions"/>: the events of this stream that said so.</summary>
public sealed record ReadingsForgotten(string What, IReadOnlyList<long> Versions) : ReadingEvent;

/// <summary>When each thing was last recorded as read, as decisions need it.</summary>
public sealed record ReadingState(ImmutableDictionary<string, DateTimeOffset> LastAt)
{
    public static readonly ReadingState Empty = new(ImmutableDictionary<string, DateTimeOffset>.Empty);

    /// <summary>What was read of a thing: its page, and its parts.</summary>
    public IEnumerable<string> PartsOf(string what) => LastAt.Keys.Where(read => read == what || read.StartsWith($"{what}/", StringComparison.Ordinal));
}

[JsonDerivedType(typeof(RecordReading), "record-reading")]
[JsonDerivedType(typeof(ForgetReadings), "forget-readings")]
public abstract record ReadingCommand : ICommand<ReadingState, ReadingEvent>
{
    public abstract Decision<ReadingEvent> Decide(ReadingState state, Context context);
}

/// <summary>Somebody is about to be shown a thing. A console reads it again with every change: within a quarter of an hour that is one reading.</summary>
public sealed record RecordReading(string What, string Number, Tlp Tlp, Sight Shown, string? Part = null) : ReadingCommand
{
    private static readonly TimeSpan Same = TimeSpan.FromMinutes(15);

    public override Decision<ReadingEvent> Decide(ReadingState state, Context context)
    {
        var read = new SomethingRead(What, Number, Tlp, Shown, Part);
        return state.LastAt.TryGetValue(read.Whole, out var last) && context.Now - last < Same ? Decision<ReadingEvent>.Nothing : read;
    }
}

/// <summary>The thing has been erased.</summary>
public sealed record ForgetReadings(string What, IReadOnlyList<long> Versions) : ReadingCommand
{
    public override Decision<ReadingEvent> Decide(ReadingState state, Context context)
        => state.PartsOf(What).Any() ? new ReadingsForgotten(What, Versions) : Decision<ReadingEvent>.Nothing;
}

/// <summary>A line of what was read, for auditors.</summary>
public sealed record ReadingRow(string Actor, string What, string Number, Tlp Tlp, Sight Shown, DateTimeOffset At, string? Part = null);

/// <summary>What each person or machine has read, a stream for each day, so that none grows for ever.</summary>
public sealed class ReadingKind : Kind<ReadingState, ReadingCommand, ReadingEvent>
{
    public static readonly ReadingKind Instance = new();

    public static readonly RowTable<ReadingRow> Table = new("reading_row",
    [
        RowTable<ReadingRow>.Text("actor", row => row.Actor),
        RowTable<ReadingRow>.Text("what", row => row.What),
        RowTable<ReadingRow>.Instant("at", row => row.At),
    ])
    { Indexes = ["at", "actor, at", "what, at"] };

    public override string Name => "reading";

    public override ReadingState Empty => ReadingState.Empty;

    /// <summary>The readings of an actor on the day of this moment.</summary>
    public static StreamId Stream(Actor actor, DateTimeOffset now) => new("reading", string.Create(CultureInfo.InvariantCulture, $"{actor.Value.Replace('/', '.')}@{now.UtcDateTime:yyyy-MM-dd}"));

    /// <summary>Whether it is kept who reads what bears this label.</summary>
    public static bool IsKept(Tlp tlp) => tlp >= Tlp.AmberStrict;

    public override ReadingState Apply(ReadingState state, Recorded<ReadingEvent> recorded)
        => recorded.Event switch
        {
            SomethingRead read => new(state.LastAt.SetItem(read.Whole, recorded.At)),
            ReadingsForgotten forgotten => new(state.LastAt.RemoveRange(state.PartsOf(forgotten.What))),
            _ => state,
        };

    public override IEnumerable<RowChange> Rows(StreamId stream, ReadingState before, Recorded<ReadingEvent> recorded, ReadingState after)
        => recorded.Event switch
        {
            SomethingRead read => [Table.Put(RowId(stream, recorded.Version), new(recorded.Actor.Value, read.What, read.Number, read.Tlp, read.Shown, recorded.At, read.Part))],
            ReadingsForgotten forgotten => forgotten.Versions.Select(version => Table.Remove(RowId(stream, version))),
            _ => [],
        };

    private static string RowId(StreamId stream, long version) => string.Create(CultureInfo.InvariantCulture, $"{stream.Key}@{version}");
}
