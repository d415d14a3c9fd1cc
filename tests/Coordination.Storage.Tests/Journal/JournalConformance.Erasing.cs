using System.Text;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Journal;

/// <summary>What erasing stands on: destroyed for good, asked for twice without harm, and nothing of others touched.</summary>
public abstract partial class JournalConformance
{
    private IErasure Erasure => (IErasure)Store.Whole;

    [EngineFact]
    public async Task What_is_erased_is_gone_with_its_rows_messages_and_claims_and_erasing_it_again_finds_nothing()
    {
        var claim = new Claim("name", "Lovelace");
        await WrittenAsync(Mark("person", 0, "Lovelace") with { Claims = [claim], Arm = [Message("box/person/1/0", due: Now.AddDays(1)) with { Target = BoxOf("other") }] });
        await WrittenAsync(Mark("other", 0, "stays") with { Arm = [Message("box/other/1/0", due: Now.AddDays(1)) with { Target = BoxOf("person") }, Message("box/other/1/1", due: Now.AddDays(1)) with { Target = BoxOf("third") }] });
        Assert.Equal(2, await Erasure.CountMessagesAsync(BoxOf("person"), CancellationToken.None));

        Assert.True(await Erasure.EraseAsync(BoxOf("person"), CancellationToken.None));
        Assert.False(await Erasure.EraseAsync(BoxOf("person"), CancellationToken.None));
        await Erasure.OverwriteDeletedAsync(CancellationToken.None);
        await Erasure.OverwriteDeletedAsync(CancellationToken.None);

        await Assert.ThrowsAsync<StreamErasedException>(() => Journal.OpenAsync(BoxOf("person"), 100, CancellationToken.None));
        Assert.Equal(0, await Erasure.CountMessagesAsync(BoxOf("person"), CancellationToken.None));
        Assert.Empty(await Journal.FindClaimsAsync([claim], CancellationToken.None));
        Assert.Null(await Store.Rows.FindAsync(BoxKind.Table, "person", CancellationToken.None));
        Assert.Empty((await Store.Rows.ListAsync(BoxKind.Table, new(new Matches("Lovelace")), CancellationToken.None)).Rows);
        Assert.Equal(["stays"], await MarksAsync("other"));
        Assert.Equal(1, (await Outbox.StateAsync(CancellationToken.None)).Armed);
    }

    [EngineFact]
    public async Task A_message_to_what_has_been_erased_is_answered_by_a_commit_without_events_and_nothing_else_is_taken()
    {
        await WrittenAsync(Mark("person", 0));
        await Erasure.EraseAsync(BoxOf("person"), CancellationToken.None);
        await WrittenAsync(Mark("other", 0) with { Arm = [Message("late", due: Now.AddDays(1)) with { Target = BoxOf("person") }] });

        await Assert.ThrowsAsync<StreamErasedException>(() => CommitAsync(Mark("person", 1) with { Done = ["late"] }));
        Assert.Equal(1, (await Outbox.StateAsync(CancellationToken.None)).Armed);
        await WrittenAsync(new Commit { Stream = BoxOf("person"), ExpectedVersion = 1, Done = ["late"] });
        Assert.Equal(0, (await Outbox.StateAsync(CancellationToken.None)).Armed);
    }

    [EngineFact]
    public async Task Originals_are_forgotten_one_by_one_and_the_others_of_their_stream_stay()
    {
        await WrittenAsync(Mark("lane", 0) with { Originals = [new("o1", Encoding.UTF8.GetBytes("first")), new("o2", Encoding.UTF8.GetBytes("second"))] });

        Assert.Equal(1, await Erasure.ForgetOriginalsAsync(["o1", "never-was"], CancellationToken.None));
        Assert.Equal(0, await Erasure.ForgetOriginalsAsync(["o1"], CancellationToken.None));
        Assert.Equal(0, await Erasure.ForgetOriginalsAsync([], CancellationToken.None));

        Assert.Null(await Journal.ReadOriginalAsync("o1", CancellationToken.None));
        Assert.Equal("second", Encoding.UTF8.GetString((await Journal.ReadOriginalAsync("o2", CancellationToken.None))!.Value.Span));
        // The same may come again.
        await WrittenAsync(Mark("lane", 1) with { Originals = [new("o1", Encoding.UTF8.GetBytes("again"))] });
        Assert.Equal("again", Encoding.UTF8.GetString((await Journal.ReadOriginalAsync("o1", CancellationToken.None))!.Value.Span));
    }
}
