using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

/// <summary>
/// What every thing does, written once: takes all commands that wait for it, decides them in turn on a tentative state, commits once, answers each.
/// Memory changes after the commit, never before. After a failure it refuses to decide until it has read what was really written.
/// Runs inside a reentrant grain, so nothing here needs a lock.
/// </summary>
internal sealed partial class Shell<TState, TCommand, TEvent>(
    Kind<TState, TCommand, TEvent> kind,
    StreamId stream,
    IJournal journal,
    ILookupSource lookups,
    ISnapshots<TState> snapshots,
    TimeProvider clock,
    ILogger logger)
    where TState : class
    where TCommand : class, ICommand<TState, TEvent>
    where TEvent : class
{
    /// <summary>So many commands are decided together at most, so that one commit stays small.</summary>
    private const int MaxTogether = 256;

    private readonly WaitingLine<TCommand> _waiting = new();
    private TState? _state;
    private long _version;
    private long _snapshotVersion;
    private bool _running;

    /// <summary>Nothing has been read or written yet, so what begins a thing may be decided as if there were none: the commit finds out.</summary>
    private bool _mayBegin = true;

    /// <summary>Decides a command together with those that wait beside it.</summary>
    public Task<Answer> ExecuteAsync(Operation operation)
    {
        TCommand command;
        try
        {
            command = kind.ReadCommand(operation.Command);
        }
        catch (JsonException malformed)
        {
            return Task.FromException<Answer>(new CommandFailedException($"{stream}: the command cannot be read: {malformed.Message}"));
        }

        var waiting = new Waiting<TCommand>(operation, command);
        _waiting.Join(waiting);
        if (!_running)
        {
            _running = true;
            _ = RunAsync();
        }

        return waiting.Answer.Task;
    }

    /// <summary>Keeps a snapshot of what is worth not replaying.</summary>
    public async Task SaveSnapshotAsync()
    {
        if (!_forgotten && _state is { } state && _version - _snapshotVersion >= SnapshotEvery)
        {
            await snapshots.SaveAsync(new(kind.SnapshotSchema, _version, state));
            _snapshotVersion = _version;
        }
    }

    /// <summary>Fewer events than this are replayed faster than a snapshot is read.</summary>
    internal const int SnapshotEvery = 200;

    private async Task RunAsync()
    {
        try
        {
            while (!_waiting.IsEmpty)
            {
                var together = _waiting.TakeTogether(MaxTogether);
                try
                {
                    await CommitAsync(together);
                }
                catch (Exception failure)
                {
                    // Written or not? We may not know, so this memory is no longer worth keeping.
                    _state = null;
                    _mayBegin = false;
                    await FailAsync(together, failure);
                }
            }
        }
        finally
        {
            _running = false;
        }

        await SaveSnapshotAsync();
    }

    private async Task CommitAsync(List<Waiting<TCommand>> together)
    {
        for (var attempt = 1; together.Count > 0; attempt++)
        {
            var begins = _mayBegin && together.TrueForAll(waiting => kind.Begins(waiting.Command));
            var before = _state ?? (begins ? kind.Empty : await ReadAsync());
            await LookUpAsync(before, together);
            var (draft, after) = Decide(before, together);
            if (begins && draft.IsEmpty)
            {
                // Nothing would be written, so nothing would find out.
                _mayBegin = false;
                continue;
            }

            var outcome = draft.IsEmpty ? new Committed(_version) : await journal.CommitAsync(draft.Build(), CancellationToken.None);
            if (outcome is Committed committed)
            {
                _state = after;
                _version = committed.Version;
                _mayBegin = false;
                draft.AnswerAll();
                return;
            }

            LeaveOut(together, draft, (CommitRefused)outcome);
            if (attempt >= 20)
            {
                throw new InvalidOperationException($"{stream}: the commit was refused {attempt} times; last: {string.Join(", ", ((CommitRefused)outcome).Conflicts)}");
            }
        }
    }

    private (Draft<TEvent> Draft, TState After) Decide(TState before, List<Waiting<TCommand>> together)
    {
        var now = Microseconds(clock.GetUtcNow());
        var state = before;
        var draft = new Draft<TEvent>(stream, _version);
        foreach (var waiting in together)
        {
            var operation = waiting.Operation;
            if (draft.Repeats(waiting))
            {
                continue;
            }

            var context = new Context(now, new Actor(operation.Actor), waiting.Lookups, operation.IfVersion);
            var decision = waiting.Command.Decide(state, context);
            if (decision.Refusal is { } refusal)
            {
                draft.Refuse(waiting, refusal);
                continue;
            }

            var version = draft.Version;
            var cause = operation.Id ?? (operation.Answers.Count > 0 ? operation.Answers[0].Id : "none");
            var recorded = new List<Recorded<TEvent>>(decision.Events.Count);
            var next = state;
            foreach (var happened in decision.Events)
            {
                var bare = new Recorded<TEvent>(happened, ++version, now, context.Actor, cause);
                var applied = kind.Apply(next, bare);
                var one = bare with { Exercise = kind.IsExercise(applied, happened) };
                draft.Rows.AddRange(kind.Rows(stream, next, one, applied));
                recorded.Add(one);
                next = applied;
            }

            draft.Originals.AddRange(kind.Originals(waiting.Command, recorded));
            draft.Agree(waiting, recorded, recorded.Count == 0 ? Effects.None : kind.React(stream, state, recorded, next), kind.Tell(recorded), now);
            state = next;
        }

        return (draft, state);
    }

    /// <summary>Answers what can never be committed, so that the rest can be tried again.</summary>
    private void LeaveOut(List<Waiting<TCommand>> together, Draft<TEvent> draft, CommitRefused refused)
    {
        foreach (var conflict in refused.Conflicts)
        {
            switch (conflict)
            {
                case StaleVersion when _mayBegin:
                    _mayBegin = false;
                    break;
                case StaleVersion stale:
                    LogStale(logger, stream, stale.Expected, stale.Actual);
                    _state = null;
                    break;
                case AlreadyDone done:
                    Answer(together, waiting => waiting.Operation.Answers.Any(message => message.Id == done.MessageId), _ => new() { Outcome = Outcome.Gone, Version = _version });
                    break;
                case KeyClosed closed:
                    Answer(together, waiting => waiting.Operation.Answers.Any(message => message.Key == closed.Key), _ => new() { Outcome = Outcome.Gone, Version = _version });
                    Answer(together, waiting => draft.Arms(waiting, closed.Key), _ => Journal.Answer.Refused(NoLongerNeeded, _version));
                    break;
                case OperationKnown { Record: { } record }:
                    Answer(together, waiting => waiting.Operation.Id == record.Id, waiting => Journal.Answer.Repeated(record, waiting.RequestHash));
                    break;
                case ClaimTaken taken:
                    // One that looks things up may decide otherwise when it looks again; one that does not, will not. Another claim each time is progress of others.
                    Answer(
                        together,
                        waiting => draft.Claims(waiting, taken.Claim) && (!waiting.LooksUp || waiting.Loses(taken.Claim) > 3),
                        _ => Journal.Answer.Refused(
                            new(RefusalKind.Conflict, "claim.taken", $"This {taken.Claim.Kind.Replace('-', ' ')} is taken already. Choose another, or change the one that has it."),
                            _version,
                            taken.Owner.Value));
                    break;
            }
        }

        static void Answer(List<Waiting<TCommand>> together, Func<Waiting<TCommand>, bool> concerned, Func<Waiting<TCommand>, Answer> answer)
        {
            foreach (var waiting in together.Where(concerned).ToArray())
            {
                waiting.Answer.TrySetResult(answer(waiting));
                together.Remove(waiting);
            }
        }
    }

    private async Task<TState> ReadAsync()
    {
        var opened = await journal.OpenAsync(stream, SnapshotEvery, CancellationToken.None);
        var (state, version) = (kind.Empty, 0L);
        if (opened.Events is null && await snapshots.LoadAsync() is { } kept && kept.Schema == kind.SnapshotSchema && kept.Version <= opened.Head)
        {
            (state, version) = (kept.State, kept.Version);
            _snapshotVersion = version;
        }

        foreach (var recorded in opened.Events ?? await journal.ReadStreamAsync(stream, version, CancellationToken.None))
        {
            state = kind.Apply(state, EventJson<TEvent>.Read(recorded));
            version = recorded.Version;
        }

        (_state, _version, _mayBegin) = (state, version, false);
        return state;
    }

    /// <summary>Everything the decisions need of other things, asked once for all of them.</summary>
    private async Task LookUpAsync(TState state, List<Waiting<TCommand>> together)
    {
        var asked = new HashSet<Lookup>();
        foreach (var waiting in together)
        {
            waiting.Needs = [.. kind.Needs(state, waiting.Command)];
            waiting.Lookups = Lookups.None;
            asked.UnionWith(waiting.Needs);
        }

        if (asked.Count == 0)
        {
            return;
        }

        var answers = await lookups.FindAllAsync(asked, clock.GetUtcNow(), CancellationToken.None);
        foreach (var waiting in together.Where(waiting => waiting.LooksUp))
        {
            waiting.Lookups = new(waiting.Needs.Distinct().ToDictionary(need => need, need => answers[need]));
        }
    }

    /// <summary>The journal keeps microseconds; what is decided on must be what is kept.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static readonly Refusal NoLongerNeeded = new(RefusalKind.Conflict, "key.closed", "This is no longer needed: what it was for has been acknowledged or closed.");
}
