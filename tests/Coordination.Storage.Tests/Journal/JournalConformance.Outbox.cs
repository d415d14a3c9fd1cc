using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Journal;

public abstract partial class JournalConformance
{
    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_message_done_twice_is_done_once(bool inOneGroup)
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("box/sender/1/0")] });
        Commit[] commits = [Mark("a", 0) with { Done = ["box/sender/1/0"] }, Mark("b", 0) with { Done = ["box/sender/1/0"] }];

        var outcomes = inOneGroup ? await InOneGroupAsync(commits) : [await CommitAsync(commits[0]), await CommitAsync(commits[1])];

        Assert.Equal(new Committed(1), outcomes[0]);
        Assert.Equal([new AlreadyDone("box/sender/1/0")], Conflicts(outcomes[1]));
        Assert.Empty(await MarksAsync("b"));
        Assert.Empty(await ClaimAsync());
    }

    [EngineFact]
    public async Task A_message_named_twice_in_one_commit_refuses_it()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("m")] });

        Assert.Equal([new AlreadyDone("m")], Conflicts(await CommitAsync(Mark("a", 0) with { Done = ["m", "m"] })));
    }

    [EngineFact]
    public async Task A_message_is_given_when_it_is_due_and_to_one_only()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("now"), Message("later", due: Now.AddMinutes(5))] });

        Assert.Equal(["now"], await ClaimAsync());
        Assert.Empty(await ClaimAsync());
        Assert.Equal(Now.AddMinutes(5), await NextDueAsync());
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Outbox.RenewAsync(["now"], CancellationToken.None);
        Assert.Equal(["later"], await ClaimAsync());
    }

    [EngineFact]
    public async Task What_is_urgent_is_given_first_and_then_what_is_oldest()
    {
        await WrittenAsync(Mark("sender", 0) with
        {
            Arm =
            [
                Message("bulk", due: Now.AddMinutes(-9), priority: Priority.Bulk),
                Message("step-2", due: Now.AddMinutes(-1), priority: Priority.Escalation),
                Message("step-1", due: Now.AddMinutes(-2), priority: Priority.Escalation),
                Message("mail", due: Now.AddMinutes(-5), priority: Priority.Notification),
            ],
        });

        Assert.Equal(["step-1", "step-2", "mail", "bulk"], await ClaimAsync(3));
    }

    [Fact]
    public async Task Of_each_class_no_more_is_given_than_has_a_place()
    {
        string[] names = ["1", "2", "3"];
        await WrittenAsync(Mark("sender", 0) with
        {
            Arm =
            [
                .. names.Select(name => Message($"bulk-{name}", due: Now.AddMinutes(-9), priority: Priority.Bulk)),
                .. names.Select(name => Message($"step-{name}", due: Now.AddMinutes(-1), priority: Priority.Escalation)),
                Message("mail", due: Now.AddMinutes(-5), priority: Priority.Notification),
            ],
        });

        var given = await Outbox.ClaimDueAsync(new Dictionary<Priority, int> { [Priority.Bulk] = 1, [Priority.Escalation] = 2 }, CancellationToken.None);

        Assert.Equal([Priority.Escalation, Priority.Escalation, Priority.Bulk], given.Select(message => message.Priority));
        Assert.Equal(7 - 3, (await ClaimAsync()).Count);
    }

    [Fact]
    public async Task What_the_dead_held_is_given_by_its_class_too()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("bulk", priority: Priority.Bulk), Message("step", priority: Priority.Escalation)] });
        Assert.Equal(2, (await ClaimAsync()).Count);
        Clock.Advance(Place.Lease + TimeSpan.FromSeconds(1));

        Assert.Null(await NextDueAsync(Priority.Notification));
        Assert.NotNull(await NextDueAsync(Priority.Escalation));
        var given = await Outbox.ClaimDueAsync(new Dictionary<Priority, int> { [Priority.Escalation] = 5 }, CancellationToken.None);

        Assert.Equal(["step"], given.Select(message => message.Id));
        Assert.Equal(["bulk"], await ClaimAsync());
    }

    [Fact]
    public async Task The_next_due_moment_is_of_the_classes_that_are_asked_for()
    {
        await WrittenAsync(Mark("sender", 0) with
        {
            Arm = [Message("bulk", due: Now.AddMinutes(1), priority: Priority.Bulk), Message("step", due: Now.AddMinutes(2), priority: Priority.Escalation)],
        });

        Assert.Equal(Now.AddMinutes(1), await NextDueAsync());
        Assert.Equal(Now.AddMinutes(2), await NextDueAsync(Priority.Escalation, Priority.Notification));
        Assert.Null(await NextDueAsync(Priority.HandOff));
    }

    [EngineFact]
    public async Task What_is_due_at_once_is_handed_over_from_memory_already_leased()
    {
        var inbox = new Inbox(places: 10);
        Outbox.Intake = inbox;

        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("now"), Message("later", due: Now.AddMinutes(5))] });

        Assert.Equal(["now"], inbox.Messages.Select(message => message.Id));
        Assert.Equal([Now.AddMinutes(5)], inbox.Nudges);
        Assert.Equal(9, inbox.Places);
        // It is held already, so the sweep does not give it out a second time.
        Assert.Empty(await ClaimAsync());
        await WrittenAsync(Mark("a", 0) with { Done = ["now"] });
    }

    [EngineFact]
    public async Task When_the_dispatcher_is_full_messages_are_written_for_the_sweep()
    {
        var inbox = new Inbox(places: 1);
        Outbox.Intake = inbox;

        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("one"), Message("two")] });

        Assert.Equal(["one"], inbox.Messages.Select(message => message.Id));
        Assert.Equal([Now], inbox.Nudges);
        Assert.Equal(["two"], await ClaimAsync());
    }

    [EngineFact]
    public async Task A_group_that_is_not_written_gives_its_places_back()
    {
        var inbox = new Inbox(places: 10);
        Outbox.Intake = inbox;
        Faults.FailAt(Storage.Journal.FailPoint.BeforeCommit, times: 2);

        await Assert.ThrowsAsync<IOException>(() => CommitAsync(Mark("sender", 0) with { Arm = [Message("now")] }));

        Assert.Equal(10, inbox.Places);
        Assert.Empty(inbox.Messages);
    }

    [EngineFact]
    public async Task A_message_that_is_withdrawn_in_its_own_group_is_not_handed_over()
    {
        var inbox = new Inbox(places: 10);
        Outbox.Intake = inbox;

        await InOneGroupAsync(Mark("sender", 0) with { Arm = [Message("m", key: "k")] }, Mark("a", 0) with { CloseKeys = ["k"] });

        Assert.Empty(inbox.Messages);
        Assert.Equal(10, inbox.Places);
        Assert.Empty(await ClaimAsync());
    }

    [EngineFact]
    public async Task What_became_due_while_everything_was_down_is_given_after_the_restart()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("overdue", due: Now.AddMinutes(1))] });
        await DieAndRestartAsync();
        Assert.Empty(await ClaimAsync());

        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["overdue"], await ClaimAsync());
    }

    [EngineFact]
    public async Task What_a_dead_process_held_is_given_at_once_after_the_restart()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("held")] });
        Assert.Equal(["held"], await ClaimAsync());

        await DieAndRestartAsync();

        Assert.Equal(1, Assert.Single(await TakeAsync()).Claims);
    }

    [EngineFact]
    public async Task What_an_orderly_stop_gave_back_is_not_counted()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("held")] });
        Assert.Equal(["held"], await ClaimAsync());

        await ReopenAsync();

        Assert.Equal(0, Assert.Single(await TakeAsync()).Claims);
    }

    [EngineFact]
    public async Task Whoever_loses_the_lease_while_working_and_whoever_got_it_record_the_effect_once()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("m")] });
        Assert.Equal(["m"], await ClaimAsync());

        // The first works on, too slowly.
        Clock.Advance(Place.Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(["m"], await ClaimAsync());
        var second = await CommitAsync(Mark("a", 0, "by the second") with { Done = ["m"] });
        var first = await CommitAsync(Mark("b", 0, "by the first") with { Done = ["m"] });

        Assert.Equal(new Committed(1), second);
        Assert.Equal([new AlreadyDone("m")], Conflicts(first));
    }

    [EngineFact]
    public async Task A_renewed_lease_holds()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("kept"), Message("answered")] });
        Assert.Equal(2, (await ClaimAsync()).Count);
        await WrittenAsync(Mark("a", 0) with { Done = ["answered"] });
        Clock.Advance(Place.Lease - TimeSpan.FromSeconds(1));

        Assert.Equal(["kept"], await Outbox.RenewAsync(["kept", "answered", "unknown"], CancellationToken.None));

        Clock.Advance(Place.Lease - TimeSpan.FromSeconds(1));
        Assert.Empty(await ClaimAsync());
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["kept"], await ClaimAsync());
    }

    [EngineFact]
    public async Task A_released_message_comes_again_at_its_time_and_nothing_is_counted()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("m")] });
        await ClaimAsync();

        await Outbox.ReleaseAsync(["m"], Now.AddSeconds(2), CancellationToken.None);

        Assert.Empty(await ClaimAsync());
        Clock.Advance(TimeSpan.FromSeconds(2));
        var again = Assert.Single(await TakeAsync());
        Assert.Equal((0, 0), (again.Claims, again.Failures));
    }

    [EngineFact]
    public async Task A_message_that_kills_its_process_is_parked_and_shown()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("deadly")] });
        for (var start = 0; start < Place.MaxClaims; start++)
        {
            Assert.Equal(["deadly"], await ClaimAsync());
            await DieAndRestartAsync();
        }

        Assert.Empty(await ClaimAsync());

        var parked = Assert.Single(await Outbox.ListParkedAsync(CancellationToken.None));
        Assert.Equal(("deadly", "outbox.killed-its-process"), (parked.Id, parked.Code));
        Assert.True(await Outbox.UnparkAsync("deadly", CancellationToken.None));
        Assert.False(await Outbox.UnparkAsync("deadly", CancellationToken.None));
        Assert.Equal(["deadly"], await ClaimAsync());
    }

    [EngineFact]
    public async Task A_failing_message_comes_again_with_growing_pauses_and_is_parked_in_the_end()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("m")] });
        var pauses = new List<TimeSpan>();
        for (var failure = 1; failure < Place.MaxFailures; failure++)
        {
            Assert.Equal(failure - 1, Assert.Single(await TakeAsync()).Failures);
            await Outbox.FailAsync("m", "mail.refused", "550 no such user", CancellationToken.None);
            var due = (await NextDueAsync())!.Value;
            pauses.Add(due - Now);
            Clock.Advance(due - Now);
        }

        await ClaimAsync();
        await Outbox.FailAsync("m", "mail.refused", "550 no such user", CancellationToken.None);

        Assert.Equal(pauses.Order().Distinct(), pauses);
        var parked = Assert.Single(await Outbox.ListParkedAsync(CancellationToken.None));
        Assert.Equal(("m", "mail.refused", "550 no such user", Place.MaxFailures), (parked.Id, parked.Code, parked.Detail, parked.Failures));
        Assert.Equal(new OutboxState(0, 0, 1, null), await Outbox.StateAsync(CancellationToken.None));
    }

    [EngineFact]
    public async Task A_commit_can_park_a_message_with_the_code_of_its_refusal()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("m")] });
        await ClaimAsync();

        await WrittenAsync(new() { Stream = BoxOf("a"), ExpectedVersion = 0, Park = [new("m", "box.closed", "The box is closed.")] });

        Assert.Equal("box.closed", Assert.Single(await Outbox.ListParkedAsync(CancellationToken.None)).Code);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await ClaimAsync());
    }

    [EngineFact]
    public async Task The_state_of_the_outbox_is_told()
    {
        await WrittenAsync(Mark("sender", 0) with { Arm = [Message("old", due: Now.AddMinutes(-3)), Message("now"), Message("later", due: Now.AddHours(1))] });

        Assert.Equal(new OutboxState(3, 2, 0, Now.AddMinutes(-3)), await Outbox.StateAsync(CancellationToken.None));
    }
}
