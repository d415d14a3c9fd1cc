namespace Coordination.Domain.Journal;

/// <summary>A line of the timeline of some subject.</summary>
/// <param name="Subject">The stream whose timeline it stands in.</param>
/// <param name="Order">Sorts entries of one moment: the version in its own stream.</param>
public sealed record TimelineRow(string Subject, DateTimeOffset At, long Order, string Kind, string Actor, string Text);

/// <summary>Timelines: what happened to a subject, told by every stream that has to do with it.</summary>
public static class Timeline
{
    public static readonly RowTable<TimelineRow> Table = new("timeline_row",
    [
        RowTable<TimelineRow>.Text("subject", row => row.Subject),
        RowTable<TimelineRow>.Instant("at", row => row.At),
    ])
    { Indexes = ["subject, at"] };

    /// <param name="subject">In whose timeline it stands.</param>
    /// <param name="stream">Who tells it.</param>
    public static RowChange Entry<TEvent>(StreamId subject, StreamId stream, Recorded<TEvent> recorded, string text) where TEvent : class
        => Table.Put(
            $"{stream}@{recorded.Version:D8}",
            new(subject.Value, recorded.At, recorded.Version, EventName.Of(recorded.Event), recorded.Actor.Value, text));

    /// <summary>The same event told in the timeline of a second subject.</summary>
    public static RowChange Beside<TEvent>(StreamId subject, StreamId stream, Recorded<TEvent> recorded, string text) where TEvent : class
        => Entry(subject, stream, recorded, text) with { Id = $"{stream}@{recorded.Version:D8}.beside" };
}
