using Coordination.Domain.Journal;

namespace Coordination.Simulation.Bugs;

/// <summary>Bugs that stand between the product's shells and the journal: a commit is changed, or never written.</summary>
internal sealed class Planted(Bug bug)
{
    private int _seen;

    /// <summary>The answer to a commit that is not written at all; null: it is written.</summary>
    public CommitOutcome? Answer(Commit commit)
        => bug == Bug.AcceptedAlertsAreDropped && commit.Stream.Kind == "intake" && ++_seen % 4 == 0 ? new Committed(commit.ExpectedVersion + commit.Events.Count) : null;

    /// <summary>The commit as it is written.</summary>
    public Commit Change(Commit commit) => bug switch
    {
        Bug.KeysAreNotClosed => commit with { CloseKeys = [] },
        Bug.RefusalsAreForgotten => commit with { Operations = [.. commit.Operations.Where(operation => operation.Refusal is null)] },
        Bug.NextStepsAreNotArmed => commit with { Arm = [.. commit.Arm.Where(message => message.Target != commit.Stream)] },
        Bug.DeliveriesAreNotArmed => commit with { Arm = [.. commit.Arm.Where(message => message.Target.Kind != "send" || ++_seen % 4 != 0)] },
        _ => commit,
    };

    /// <summary>The rules of a kind, changed where the bug is in them.</summary>
    public Kind<TState, TCommand, TEvent> Wrap<TState, TCommand, TEvent>(Kind<TState, TCommand, TEvent> kind)
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
        => bug == Bug.StepsAreArmedEarly && kind.Name == "escalation" ? new Hasty<TState, TCommand, TEvent>(kind) : kind;

    /// <summary>A kind whose own messages come a minute too soon.</summary>
    private sealed class Hasty<TState, TCommand, TEvent>(Kind<TState, TCommand, TEvent> kind) : Kind<TState, TCommand, TEvent>
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
    {
        public override string Name => kind.Name;

        public override TState Empty => kind.Empty;

        public override TState Apply(TState state, Recorded<TEvent> recorded) => kind.Apply(state, recorded);

        public override bool IsExercise(TState after, TEvent happened) => kind.IsExercise(after, happened);

        public override Effects React(StreamId stream, TState before, IReadOnlyList<Recorded<TEvent>> events, TState after)
        {
            var effects = kind.React(stream, before, events, after);
            return effects with { Arm = [.. effects.Arm.Select(armed => armed.Target == stream && armed.Due is { } due ? armed with { Due = due - TimeSpan.FromMinutes(1) } : armed)] };
        }

        public override IEnumerable<RowChange> Rows(StreamId stream, TState before, Recorded<TEvent> recorded, TState after) => kind.Rows(stream, before, recorded, after);

        public override IReadOnlyList<string> Tell(IReadOnlyList<Recorded<TEvent>> events) => kind.Tell(events);

        public override IEnumerable<Lookup> Needs(TState state, TCommand command) => kind.Needs(state, command);
    }
}
