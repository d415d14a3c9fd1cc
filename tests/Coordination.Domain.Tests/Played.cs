using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests;

/// <summary>Plays one thing as the shell does, without waiting or storing: commands and events go through their JSON, rows are made and read back.</summary>
internal sealed class Played<TState, TCommand, TEvent>(Kind<TState, TCommand, TEvent> kind, StreamId stream, Func<Lookup, object?>? answers = null)
    where TState : class
    where TCommand : class, ICommand<TState, TEvent>
    where TEvent : class
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public StreamId Stream => stream;

    public TState State { get; private set; } = kind.Empty;

    public long Version { get; private set; }

    public DateTimeOffset Now { get; set; } = Noon;

    public List<Recorded<TEvent>> History { get; } = [];

    /// <summary>What followed from the last command.</summary>
    public Effects Effects { get; private set; } = Effects.None;

    public IEnumerable<TEvent> Events => History.Select(recorded => recorded.Event);

    /// <summary>Decides as the shell would, and changes nothing.</summary>
    public Decision<TEvent> Ask(TCommand command, Actor? actor = null, long? ifVersion = null)
    {
        var read = kind.ReadCommand(DomainJson.Write(command));
        var lookups = new Lookups(kind.Needs(State, read).Distinct().ToDictionary(need => need, need => answers?.Invoke(need)));
        return read.Decide(State, new Context(Now, actor ?? Actor.System, lookups, ifVersion));
    }

    /// <summary>Decides and records.</summary>
    public Decision<TEvent> Do(TCommand command, Actor? actor = null, long? ifVersion = null)
    {
        var decision = Ask(command, actor, ifVersion);
        Effects = Record(decision.Events, actor ?? Actor.System);
        return decision;
    }

    /// <summary>Records what was decided.</summary>
    public Effects Record(IReadOnlyList<TEvent> events, Actor actor)
    {
        Assert.All(events, Assert.NotNull);
        var before = State;
        var recorded = new List<Recorded<TEvent>>();
        foreach (var happened in events)
        {
            var one = new Recorded<TEvent>(happened, ++Version, Now, actor, "test");
            var written = EventJson<TEvent>.Write(one with { Exercise = kind.IsExercise(kind.Apply(State, one), happened) });
            var read = EventJson<TEvent>.Read(new RecordedEvent(stream, Version, Version, written.Type, written.Schema, written.At, written.Actor, written.Cause, written.Body, written.Exercise));
            var next = kind.Apply(State, read);
            foreach (var row in kind.Rows(stream, State, read, next))
            {
                if (row.Value is { } value)
                {
                    System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, row.Table.RowType, Contracts.Wire.Json);
                    Assert.All(row.Table.Columns, column => column.Value(value));
                }
            }

            State = next;
            recorded.Add(read);
        }

        History.AddRange(recorded);
        return recorded.Count == 0 ? Effects.None : kind.React(stream, before, recorded, State);
    }

    /// <summary>The state that replaying the journal would give, as JSON.</summary>
    public byte[] Replayed() => DomainJson.Write(History.Aggregate(kind.Empty, kind.Apply));
}
