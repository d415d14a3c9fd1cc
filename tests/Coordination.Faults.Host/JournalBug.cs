using System.Diagnostics;
using System.Text;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Faults.Host;

/// <summary>Bugs of what is written, each as the change of a commit. Most strike every few times only, as bugs do.</summary>
internal static class JournalBug
{
    private static int _count;

    /// <summary>A change to nothing is answered as if it had been written.</summary>
    public static Func<IJournal, Commit, CancellationToken, Task<CommitOutcome>>? Of(string name) => ChangeOf(name) is not { } change ? null
        : async (inner, commit, cancellationToken) => change(commit) is { } changed ? await inner.CommitAsync(changed, cancellationToken) : new Committed(commit.ExpectedVersion + commit.Events.Count);

    private static Func<Commit, Commit?>? ChangeOf(string name) => name switch
    {
        "drop-a-hand-off" => static commit => commit with { Arm = [.. commit.Arm.Where(message => message.Target.Kind != "correlation" || !EveryTime(7))] },
        "hand-off-twice" => static commit => commit with { Arm = [.. commit.Arm.SelectMany(Twice)] },
        "forget-operations" => static commit => commit with { Operations = [] },
        "fire-early" => static commit => commit with { Arm = [.. commit.Arm.Select(Early)] },
        "forget-to-close-keys" => static commit => commit with { CloseKeys = [], Arm = [.. commit.Arm.Where(message => !Encoding.UTF8.GetString(message.Body.Span).Contains("stop-escalation", StringComparison.Ordinal))] },
        "record-a-step-twice" => static commit => commit with { Events = [.. commit.Events.SelectMany(RepeatStep)] },
        "answer-without-writing" => static commit => commit.Events.Count > 0 && commit.Events.All(one => one.Type == "note-added") && EveryTime(5) ? null : commit,
        "forget-to-arm-the-next-step" => static commit => commit with { Arm = [.. commit.Arm.Where(message => message.Target.Kind != "escalation" || message.Due <= commit.Events[0].At.AddSeconds(5) || !EveryTime(3))] },
        "forget-to-arm-a-delivery" => static commit => commit with { Arm = [.. commit.Arm.Where(message => message.Target.Kind != "send" || !EveryTime(5))] },
        "put-an-alert-in-two-incidents" => static commit => commit with { Arm = [.. commit.Arm.SelectMany(Elsewhere)] },
        "garble-an-alert" => static commit => commit with { Rows = [.. commit.Rows.Select(Garble)] },
        "break-now-and-then" => static commit => commit.Operations.Count > 0 && EveryTime(15) ? throw new InvalidOperationException("planted") : commit,
        "die-by-itself" => static commit => EveryTime(150) ? Die() : commit,
        _ => null,
    };

    private static bool EveryTime(int times) => Interlocked.Increment(ref _count) % times == 0;

    private static OutboxMessage[] Twice(OutboxMessage message)
        => message.Target.Kind == "correlation" && EveryTime(5) ? [message, message with { Id = message.Id + "x" }] : [message];

    /// <summary>The same sighting goes to another key besides, and so to another incident.</summary>
    private static OutboxMessage[] Elsewhere(OutboxMessage message)
        => message.Target.Kind == "correlation" && EveryTime(5)
            ? [message, message with { Id = message.Id + "x", Target = new(message.Target.Value + "x"), Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message.Body.Span).Replace(message.Target.Key, message.Target.Key + "x", StringComparison.Ordinal)) }]
            : [message];

    private static RowChange Garble(RowChange change)
        => change.Value is AlertRecord alert && EveryTime(10) ? change with { Value = alert with { Line = alert.Line with { Title = "Garbled" } } } : change;

    private static Commit Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
        throw new UnreachableException();
    }

    /// <summary>What waits for the next step of an escalation waits for two seconds only.</summary>
    private static OutboxMessage Early(OutboxMessage message)
        => message.Target.Kind == "escalation" && message.Due > TimeProvider.System.GetUtcNow().AddSeconds(10) ? message with { Due = TimeProvider.System.GetUtcNow().AddSeconds(2) } : message;

    private static JournalEvent[] RepeatStep(JournalEvent one) => one.Type == "step-taken" && EveryTime(3) ? [one, one] : [one];
}
