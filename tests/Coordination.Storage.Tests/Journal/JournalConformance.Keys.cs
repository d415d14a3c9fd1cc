using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Storage.Tests.Journal;

/// <summary>
/// Acknowledging (closing a key) against what runs under it, in every order: starting (arming the first step), a step (which answers one message and
/// arms the next and the delivery), and sending (which reports a delivery).
/// </summary>
public abstract partial class JournalConformance
{
    private const string Key = "box/case/escalation@1";

    private Commit Start(long after = 0) => Mark("escalation", after, "started") with { Arm = [Message("step", key: Key, priority: Priority.Escalation)] };

    private Commit Step(long after = 1) => Mark("escalation", after, "stepped") with
    {
        Done = ["step"],
        OpenKeys = [Key],
        Arm = [Message("next-step", key: Key, due: Now.AddMinutes(5)), Message("delivery", key: Key)],
    };

    private Commit Sent() => Mark("ledger", 0, "sent") with { Done = ["delivery"], OpenKeys = [Key] };

    private Commit Acknowledge() => Mark("case", 0, "acknowledged") with { CloseKeys = [Key] };

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledged_before_the_start_nothing_starts(bool inOneGroup)
    {
        var outcomes = await InOrderAsync(inOneGroup, Acknowledge(), Start());

        Assert.Equal(new Committed(1), outcomes[0]);
        Assert.Equal([new KeyClosed(Key)], Conflicts(outcomes[1]));
        await NothingIsArmedAsync();
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledged_after_the_start_the_step_is_withdrawn(bool inOneGroup)
    {
        var outcomes = await InOrderAsync(inOneGroup, Start(), Acknowledge());

        Assert.All(outcomes, outcome => Assert.Equal(new Committed(1), outcome));
        await NothingIsArmedAsync();
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledged_before_a_step_the_step_is_refused(bool inOneGroup)
    {
        await WrittenAsync(Start());

        var outcomes = await InOrderAsync(inOneGroup, Acknowledge(), Step());

        Assert.Equal([new AlreadyDone("step"), new KeyClosed(Key)], Conflicts(outcomes[1]));
        Assert.Equal(["started"], await MarksAsync("escalation"));
        await NothingIsArmedAsync();
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledged_after_a_step_its_unsent_delivery_is_withdrawn(bool inOneGroup)
    {
        await WrittenAsync(Start());

        var outcomes = await InOrderAsync(inOneGroup, Step(), Acknowledge());

        Assert.Equal([new Committed(2), new Committed(1)], outcomes);
        await NothingIsArmedAsync();
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledged_before_a_sending_is_reported_nothing_is_recorded_under_the_key(bool inOneGroup)
    {
        await WrittenAsync(Start());
        await WrittenAsync(Step());

        var outcomes = await InOrderAsync(inOneGroup, Acknowledge(), Sent());

        Assert.Equal([new AlreadyDone("delivery"), new KeyClosed(Key)], Conflicts(outcomes[1]));
        Assert.Empty(await MarksAsync("ledger"));
        await NothingIsArmedAsync();
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acknowledged_after_a_sending_was_reported_it_stays_recorded(bool inOneGroup)
    {
        await WrittenAsync(Start());
        await WrittenAsync(Step());

        var outcomes = await InOrderAsync(inOneGroup, Sent(), Acknowledge());

        Assert.All(outcomes, outcome => Assert.Equal(new Committed(1), outcome));
        Assert.Equal(["sent"], await MarksAsync("ledger"));
        await NothingIsArmedAsync();
    }

    [EngineFact]
    public async Task Started_and_acknowledged_in_one_commit_nothing_is_armed()
    {
        await WrittenAsync(Start() with { CloseKeys = [Key] });

        await NothingIsArmedAsync();
        Assert.False(await Outbox.IsKeyOpenAsync(Key, CancellationToken.None));
        // Closed before, it cannot even be started in order to be closed again.
        Assert.Equal([new KeyClosed(Key)], Conflicts(await CommitAsync(Start(after: 1) with { CloseKeys = [Key] })));
    }

    [EngineFact]
    public async Task Closing_a_key_twice_is_no_conflict_and_others_keys_stay_open()
    {
        await WrittenAsync(Start());
        await WrittenAsync(Mark("other", 0) with { Arm = [Message("others", key: "other-key"), Message("without")] });
        await WrittenAsync(Acknowledge());
        await WrittenAsync(Mark("case", 1) with { CloseKeys = [Key] });

        Assert.True(await Outbox.IsKeyOpenAsync("other-key", CancellationToken.None));
        Assert.Equal(["others", "without"], (await ClaimAsync()).Order());
    }

    [EngineFact]
    public async Task A_key_stays_closed_after_a_restart()
    {
        await WrittenAsync(Acknowledge());
        await DieAndRestartAsync();

        Assert.Equal([new KeyClosed(Key)], Conflicts(await CommitAsync(Start())));
    }

    /// <summary>
    /// Messages come in any order, some twice, some late, with an acknowledgement somewhere between. Whatever the order and the grouping: each takes effect at
    /// most once, none under the key after it was closed, and nothing is left over.
    /// </summary>
    [EngineFact]
    public async Task In_whatever_order_messages_are_delivered_each_takes_effect_once_and_none_after_the_key_is_closed()
    {
        var round = 0;
        await Gen.Select(Gen.Int[1, 6], Gen.Int[0, 12], Gen.Bool, Gen.Int[0, int.MaxValue]).SampleAsync(
            async (messages, closeAt, inOneGroup, seed) =>
            {
                await ShuffledAsync($"round-{Interlocked.Increment(ref round)}", messages, closeAt, inOneGroup, seed);
            },
            iter: 60,
            threads: 1);
    }

    private async Task ShuffledAsync(string name, int messages, int closeAt, bool inOneGroup, int seed)
    {
        var key = $"{name}-key";
        var ids = Enumerable.Range(0, messages).Select(number => $"{name}/{number}").ToList();
        await WrittenAsync(Mark($"{name}-sender", 0) with { Arm = [.. ids.Select(id => Message(id, key: key, due: Now.AddDays(1)))] });
        // Each is delivered twice; each delivery answers in a stream of its own, so that only the outbox can tell.
        var deliveries = ids.Concat(ids).ToArray();
        new Random(seed).Shuffle(deliveries);
        var commits = deliveries.Select((id, number) => Mark($"{name}-{number}", 0, id) with { Done = [id], OpenKeys = [key] }).ToList();
        closeAt = Math.Min(closeAt, commits.Count);
        commits.Insert(closeAt, Mark($"{name}-close", 0) with { CloseKeys = [key] });

        var outcomes = await InOrderAsync(inOneGroup, [.. commits]);

        var effects = deliveries.Take(closeAt).Distinct().ToList();
        var written = commits.Zip(outcomes).Where(pair => pair.Second is Committed && pair.First.Done.Count > 0).Select(pair => pair.First.Done[0]).ToList();
        Assert.Equal(effects, written);
        var state = await Outbox.StateAsync(CancellationToken.None);
        Assert.Equal((0, 0), (state.Armed, state.Parked));
    }

    private async Task<CommitOutcome[]> InOrderAsync(bool inOneGroup, params Commit[] commits)
    {
        if (inOneGroup)
        {
            return await InOneGroupAsync(commits);
        }

        var outcomes = new List<CommitOutcome>();
        foreach (var commit in commits)
        {
            outcomes.Add(await CommitAsync(commit));
        }

        return [.. outcomes];
    }

    private async Task NothingIsArmedAsync()
        => Assert.Equal(new OutboxState(0, 0, 0, null), await Outbox.StateAsync(CancellationToken.None));
}
