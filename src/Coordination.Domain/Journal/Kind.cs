namespace Coordination.Domain.Journal;

/// <summary>A verb of a kind of thing: what is asked, and the decision.</summary>
public interface ICommand<in TState, TEvent>
{
    /// <summary>Decides. It waits for nothing, reads no clock and calls nobody.</summary>
    Decision<TEvent> Decide(TState state, Context context);
}

/// <summary>An event with its place, as rows are made of it.</summary>
public sealed record Recorded<TEvent>(TEvent Event, long Version, DateTimeOffset At, Actor Actor, string Cause, bool Exercise = false);

/// <summary>What follows from events beyond the thing itself.</summary>
public sealed record Effects
{
    public static readonly Effects None = new();

    public IReadOnlyList<Armed> Arm { get; init; } = [];
    public IReadOnlyList<string> CloseKeys { get; init; } = [];
    public IReadOnlyList<Claim> Claims { get; init; } = [];
    public IReadOnlyList<Claim> Releases { get; init; } = [];
}

/// <summary>What the tools need of a kind without knowing its types.</summary>
public interface IKind
{
    /// <summary>The first part of its streams' names.</summary>
    string Name { get; }

    /// <summary>The names of all its events.</summary>
    IReadOnlyCollection<string> EventTypes { get; }

    /// <summary>Makes the rows of a stream again, event by event.</summary>
    IRowFold Fold(StreamId stream);
}

/// <summary>Replays one stream for its rows.</summary>
public interface IRowFold
{
    IReadOnlyList<RowChange> Next(RecordedEvent recorded);
}

/// <summary>One kind of thing: how its state follows from its events, and what its rows are. All of it is pure.</summary>
public abstract class Kind<TState, TCommand, TEvent> : IKind
    where TState : class
    where TCommand : class, ICommand<TState, TEvent>
    where TEvent : class
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>The state before anything has happened.</summary>
    public abstract TState Empty { get; }

    /// <summary>The shape of the state as snapshots keep it; another number and the snapshot is not used.</summary>
    public virtual int SnapshotSchema => 1;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EventTypes => EventJson<TEvent>.Names;

    /// <summary>The state after an event. <paramref name="recorded"/> carries version and time.</summary>
    public abstract TState Apply(TState state, Recorded<TEvent> recorded);

    /// <summary>Whether the event, after which the state is <paramref name="after"/>, is part of an exercise. The envelope says so.</summary>
    public virtual bool IsExercise(TState after, TEvent happened) => false;

    /// <summary>What follows from the events of one command beyond the thing itself; said in <c>Reactions.cs</c>.</summary>
    public virtual Effects React(StreamId stream, TState before, IReadOnlyList<Recorded<TEvent>> events, TState after) => Effects.None;

    /// <summary>The rows that change with one event.</summary>
    public virtual IEnumerable<RowChange> Rows(StreamId stream, TState before, Recorded<TEvent> recorded, TState after) => [];

    /// <summary>What the answer tells the caller besides the version, for example the ids of what was new.</summary>
    public virtual IReadOnlyList<string> Tell(IReadOnlyList<Recorded<TEvent>> events) => [];

    /// <summary>Originals to keep beside the events of a command.</summary>
    public virtual IEnumerable<Original> Originals(TCommand command, IReadOnlyList<Recorded<TEvent>> events) => [];

    /// <summary>With this command a thing of the kind begins, so most likely nothing is recorded of it yet and reading it first would be in vain. Only a hint: where there is something, the commit finds out.</summary>
    public virtual bool Begins(TCommand command) => false;

    /// <summary>Questions that must be answered before this command can be decided.</summary>
    public virtual IEnumerable<Lookup> Needs(TState state, TCommand command) => [];

    /// <summary>A command from its JSON.</summary>
    public TCommand ReadCommand(ReadOnlySpan<byte> json) => DomainJson.Read<TCommand>(json);

    /// <inheritdoc/>
    public IRowFold Fold(StreamId stream) => new RowFold(this, stream);

    private sealed class RowFold(Kind<TState, TCommand, TEvent> kind, StreamId stream) : IRowFold
    {
        private TState _state = kind.Empty;

        public IReadOnlyList<RowChange> Next(RecordedEvent recorded)
        {
            var read = EventJson<TEvent>.Read(recorded);
            var before = _state;
            _state = kind.Apply(before, read);
            return [.. kind.Rows(stream, before, read, _state)];
        }
    }
}
