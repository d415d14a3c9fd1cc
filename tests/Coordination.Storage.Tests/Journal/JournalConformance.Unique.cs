using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Journal;

public abstract partial class JournalConformance
{
    private static readonly Claim Number = new("fingerprint", "ab12");

    [EngineFact]
    public async Task A_taken_claim_is_refused_and_names_its_owner()
    {
        await WrittenAsync(Mark("owner", 0) with { Claims = [Number] });

        Assert.Equal([new ClaimTaken(Number, BoxOf("owner"))], Conflicts(await CommitAsync(Mark("late", 0) with { Claims = [Number] })));
        Assert.Empty(await MarksAsync("late"));
        // Its owner may say it again.
        await WrittenAsync(Mark("owner", 1) with { Claims = [Number] });
        Assert.Equal(BoxOf("owner"), (await Journal.FindClaimsAsync([Number, new("fingerprint", "free")], CancellationToken.None)).Single().Value);
    }

    [EngineFact]
    public async Task Of_two_claimants_in_one_group_the_second_is_told_who_the_first_is()
    {
        var outcomes = await InOneGroupAsync(Mark("first", 0) with { Claims = [Number] }, Mark("second", 0) with { Claims = [Number] }, Mark("third", 0));

        Assert.Equal(new Committed(1), outcomes[0]);
        Assert.Equal([new ClaimTaken(Number, BoxOf("first"))], Conflicts(outcomes[1]));
        Assert.Equal(new Committed(1), outcomes[2]);
        Assert.Empty(await MarksAsync("second"));
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_released_claim_is_free_for_others(bool inOneGroup)
    {
        await WrittenAsync(Mark("owner", 0) with { Claims = [Number] });
        // Whoever does not own it cannot release it.
        await WrittenAsync(Mark("stranger", 0) with { Releases = [Number] });
        Assert.Single(Conflicts(await CommitAsync(Mark("heir", 0) with { Claims = [Number] })));

        Commit[] commits = [Mark("owner", 1) with { Releases = [Number] }, Mark("heir", 0) with { Claims = [Number] }];
        if (inOneGroup)
        {
            Assert.All(await InOneGroupAsync(commits), outcome => Assert.IsType<Committed>(outcome));
        }
        else
        {
            await WrittenAsync(commits[0]);
            await WrittenAsync(commits[1]);
        }

        Assert.Equal(BoxOf("heir"), (await Journal.FindClaimsAsync([Number], CancellationToken.None))[Number]);
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_known_operation_is_refused_and_its_answer_is_given(bool inOneGroup)
    {
        var refusal = new Refusal(RefusalKind.Conflict, "box.full", "The box is full.", "/mark");
        Commit[] commits =
        [
            new() { Stream = BoxOf("a"), ExpectedVersion = 0, Operations = [new("key-1", "hash-1", 0, refusal), new("key-2", "hash-2", 0, null)] },
            // The same key with another request: the shell sees it by the hash.
            Mark("a", 0) with { Operations = [new("key-1", "other", 1, null)] },
        ];
        var outcomes = inOneGroup ? await InOneGroupAsync(commits) : [await CommitAsync(commits[0]), await CommitAsync(commits[1])];

        Assert.Equal(new Committed(0), outcomes[0]);
        Assert.Equal([new OperationKnown(new("key-1", "hash-1", 0, refusal))], Conflicts(outcomes[1]));
        Assert.Equal(new("key-1", "hash-1", 0, refusal), await Journal.FindOperationAsync(BoxOf("a"), "key-1", CancellationToken.None));
        Assert.Null(await Journal.FindOperationAsync(BoxOf("b"), "key-1", CancellationToken.None));
        // Another stream's operations are its own.
        await WrittenAsync(Mark("b", 0) with { Operations = [new("key-1", "hash-9", 1, null)] });
    }

    [EngineFact]
    public async Task Everything_that_stands_against_a_commit_is_named()
    {
        await WrittenAsync(Mark("a", 0) with { Claims = [Number], CloseKeys = ["closed"], Operations = [new("op", "h", 1, null)] });

        var conflicts = Conflicts(await CommitAsync(new()
        {
            Stream = BoxOf("a"),
            ExpectedVersion = 5,
            Done = ["gone/1"],
            Park = [new("gone/2", "code", "detail")],
            OpenKeys = ["closed", "open"],
            Arm = [Message("box/a/6/0", key: "closed")],
            Operations = [new("op", "h", 6, null)],
        }));
        Assert.Equal(
            [new StaleVersion(BoxOf("a"), 5, 1), new AlreadyDone("gone/1"), new AlreadyDone("gone/2"), new KeyClosed("closed"), new OperationKnown(new("op", "h", 1, null))],
            conflicts);
        Assert.Equal(
            [new StaleVersion(BoxOf("b"), 1, 0), new ClaimTaken(Number, BoxOf("a"))],
            Conflicts(await CommitAsync(Mark("b", 1) with { Claims = [Number, new("test", "free")] })));
    }

    [EngineFact]
    public async Task An_operation_is_forgotten_after_seven_days_and_not_before()
    {
        await WrittenAsync(Mark("a", 0) with { Operations = [new("op", "h", 1, null)], CloseKeys = ["key"] });

        await PassAsync(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        Assert.NotNull(await Journal.FindOperationAsync(BoxOf("a"), "op", CancellationToken.None));

        await PassAsync(TimeSpan.FromMinutes(10));
        await EventuallyAsync(async () => await Journal.FindOperationAsync(BoxOf("a"), "op", CancellationToken.None) is null);
        Assert.False(await Outbox.IsKeyOpenAsync("key", CancellationToken.None));
    }

    private async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        // Something that goes through the writer after whatever the passing of time has started.
        await WrittenAsync(Mark($"later-{Guid.NewGuid():N}", 0));
    }

    private protected static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }
}
