using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>What a draft needs of a waiting command.</summary>
internal interface IWaiting
{
    Operation Operation { get; }

    string RequestHash { get; }

    /// <summary>The span in which it was asked.</summary>
    ActivityContext Cause { get; }

    TaskCompletionSource<Answer> Answer { get; }
}

/// <summary>A commit in the making, and the answers to give once it is written.</summary>
internal sealed class Draft<TEvent>(StreamId stream, long version) where TEvent : class
{
    private readonly List<JournalEvent> _events = [];
    private readonly List<OutboxMessage> _arm = [];
    private readonly List<string> _done = [];
    private readonly List<ParkOrder> _park = [];
    private readonly HashSet<string> _openKeys = [];
    private readonly List<string> _closeKeys = [];
    private readonly List<OperationRecord> _operations = [];
    private readonly List<Claim> _claims = [];
    private readonly List<Claim> _releases = [];
    private readonly List<(IWaiting Waiting, Answer Answer, Effects Effects)> _answers = [];

    /// <summary>The version after the events so far.</summary>
    public long Version { get; private set; } = version;

    public List<RowChange> Rows { get; } = [];

    public List<Original> Originals { get; } = [];

    /// <summary>Nothing to write: no event, no message to answer, no operation to remember.</summary>
    public bool IsEmpty => _events.Count == 0 && _done.Count == 0 && _park.Count == 0 && _operations.Count == 0;

    /// <summary>Asked twice at once: what is under the same key as one before it is not decided again, it gets that one's answer. False for the first.</summary>
    public bool Repeats(IWaiting waiting)
    {
        if (waiting.Operation.Id is not { } id || _operations.Find(operation => operation.Id == id) is not { } known)
        {
            return false;
        }

        var first = _answers.Find(one => one.Waiting.Operation.Id == id);
        _answers.Add((waiting, known.RequestHash == waiting.RequestHash ? first.Answer : Answer.Repeated(known, waiting.RequestHash), Effects.None));
        return true;
    }

    /// <summary>A refusal commits too: it answers the message that asked, which would otherwise come again for ever.</summary>
    public void Refuse(IWaiting waiting, Refusal refusal)
    {
        if (waiting.Operation.ParkOnRefusal)
        {
            _park.AddRange(waiting.Operation.Answers.Select(message => new ParkOrder(message.Id, refusal.Code, refusal.Detail)));
        }

        Remember(waiting, refusal);
        _answers.Add((waiting, Answer.Refused(refusal, Version), Effects.None));
    }

    public void Agree(IWaiting waiting, IReadOnlyList<Recorded<TEvent>> recorded, Effects effects, IReadOnlyList<string> told, DateTimeOffset now)
    {
        foreach (var one in recorded)
        {
            _events.Add(EventJson<TEvent>.Write(one));
        }

        Version += recorded.Count;
        var number = 0;
        foreach (var armed in effects.Arm)
        {
            // Named after its sender's version, so that the same commit tried twice arms the same message.
            var id = string.Create(CultureInfo.InvariantCulture, $"{stream}/{Version}/{number++}");
            _arm.Add(new(id, armed.Target, armed.Body, armed.Priority, armed.Due ?? now, armed.Key, Version));
        }

        foreach (var message in waiting.Operation.Answers)
        {
            _done.Add(message.Id);
            if (message.Key is { } key)
            {
                _openKeys.Add(key);
            }
        }

        _closeKeys.AddRange(effects.CloseKeys);
        // Several commands of one commit may take and give up the same: the last word holds.
        _claims.RemoveAll(effects.Releases.Contains);
        _releases.AddRange(effects.Releases);
        _releases.RemoveAll(effects.Claims.Contains);
        _claims.AddRange(effects.Claims);
        Remember(waiting, null);
        _answers.Add((waiting, new() { Outcome = Outcome.Done, Version = Version, Events = [.. recorded.Select(one => EventName.Of(one.Event))], Told = told }, effects));
    }

    /// <summary>Whether this command arms something under the key.</summary>
    public bool Arms(IWaiting waiting, string key) => EffectsOf(waiting).Arm.Any(armed => armed.Key == key);

    /// <summary>Whether this command claims it.</summary>
    public bool Claims(IWaiting waiting, Claim claim) => EffectsOf(waiting).Claims.Contains(claim);

    public Commit Build() => new()
    {
        Stream = stream,
        ExpectedVersion = Version - _events.Count,
        Events = _events,
        Rows = LastOfEach(Rows),
        Arm = _arm,
        Done = _done,
        Park = _park,
        OpenKeys = [.. _openKeys],
        CloseKeys = _closeKeys,
        Operations = _operations,
        Claims = [.. _claims.Distinct()],
        Releases = _releases,
        Originals = Originals,
        Causes = [.. _answers.Select(one => one.Waiting.Cause).Where(cause => cause != default)],
    };

    public void AnswerAll()
    {
        foreach (var (waiting, answer, _) in _answers)
        {
            waiting.Answer.TrySetResult(answer);
        }
    }

    private Effects EffectsOf(IWaiting waiting) => _answers.FirstOrDefault(one => ReferenceEquals(one.Waiting, waiting)).Effects ?? Effects.None;

    private void Remember(IWaiting waiting, Refusal? refusal)
    {
        if (waiting.Operation.Id is { } id)
        {
            _operations.Add(new(id, waiting.RequestHash, Version, refusal));
        }
    }

    /// <summary>Of several changes of one row only the last is worth writing.</summary>
    private static List<RowChange> LastOfEach(List<RowChange> rows)
    {
        var seen = new HashSet<(RowTable, string)>();
        var kept = new List<RowChange>(rows.Count);
        for (var index = rows.Count - 1; index >= 0; index--)
        {
            if (seen.Add((rows[index].Table, rows[index].Id)))
            {
                kept.Add(rows[index]);
            }
        }

        kept.Reverse();
        return kept;
    }
}
