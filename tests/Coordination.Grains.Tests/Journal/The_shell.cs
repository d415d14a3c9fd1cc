using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests.Journal;

public sealed class The_shell : IAsyncLifetime
{
    private static readonly IncidentId Id = IncidentId.Of("one");
    private readonly TwoSilos _silos = new();

    private Thing<IncidentCommand> Incident => _silos.Grains.Incident(Id);

    public async Task InitializeAsync()
    {
        await _silos.InitializeAsync();
        await AgreedAsync(Incident.ExecuteAsync(new OpenIncident { Number = "2026-000900", Title = "By hand", Severity = Severity.Low, Classification = "other" }, Actor.Person(Ada)));
        await _silos.QuietAsync();
    }

    public Task DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task A_repeated_operation_gets_its_first_answer_and_changes_nothing()
    {
        var first = await AgreedAsync(Incident.ExecuteAsync(new AddNote("once", null), Actor.Person(Ada), "key"));
        var second = await AgreedAsync(Incident.ExecuteAsync(new AddNote("once", null), Actor.Person(Ada), "key"));

        Assert.Equal(first.Version, second.Version);
        Assert.Single((await _silos.Rows.ListAsync(IncidentRows.Notes, new(), default)).Rows);
    }

    [Fact]
    public async Task What_begins_a_thing_is_not_read_for_and_where_there_is_one_already_that_is_found_out()
    {
        var (fresh, known) = (new StreamId("incident", "fresh"), new StreamId("incident", "known"));
        var opened = EventJson<IncidentEvent>.Write(new(new IncidentOpened("2026-000901", "Known", null, Severity.Low, Contracts.Tlp.Amber, true, "other", [], []), 1, Noon, Actor.System, "test"));
        await _silos.Journal.CommitAsync(new Commit { Stream = known, ExpectedVersion = 0, Events = [opened] }, default);
        var open = new OpenIncident { Number = "2026-000902", Title = "By hand", Severity = Severity.Low, Classification = "other" };

        await AgreedAsync(_silos.Grains.Incident(IncidentId.Of("fresh")).ExecuteAsync(open, Actor.Person(Ada)));
        var refused = await _silos.Grains.Incident(IncidentId.Of("known")).ExecuteAsync(open, Actor.Person(Ada));

        Assert.DoesNotContain(fresh, _silos.Journal.Opened);
        Assert.Contains(known, _silos.Journal.Opened);
        Assert.Equal("incident.exists", refused.Code);
        Assert.Equal(1, (await _silos.Journal.OpenAsync(known, 0, default)).Head);
    }

    [Fact]
    public async Task A_refusal_is_remembered_too()
    {
        var first = await Incident.ExecuteAsync(new ReopenIncident("why not"), Actor.Person(Ada), "key");
        await AgreedAsync(Incident.ExecuteAsync(new CloseIncident("done with it"), Actor.Person(Ada)));
        var second = await Incident.ExecuteAsync(new ReopenIncident("why not"), Actor.Person(Ada), "key");

        Assert.Equal("incident.not-closed", first.Code);
        Assert.Equal("incident.not-closed", second.Code);
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await AgreedAsync(Incident.ExecuteAsync(new AddNote("once", null), Actor.Person(Ada), "key"));

        Assert.Equal("operation.reused", (await Incident.ExecuteAsync(new AddNote("twice", null), Actor.Person(Ada), "key")).Code);
    }

    /// <summary>A caller whose answer was lost asks again while the first time still waits.</summary>
    [Fact]
    public async Task An_operation_that_is_asked_twice_at_once_is_done_once_and_disturbs_no_other()
    {
        // While the first is being committed the others wait, and are then decided together.
        var asked = Enumerable.Range(0, 40)
            .Select(number => Incident.ExecuteAsync(new AddNote(number % 4 == 3 ? "something else" : "once", null), Actor.Person(Ada), "key"))
            .Append(Incident.ExecuteAsync(new AddNote("another", null), Actor.Person(Ada), "another")).ToArray();
        var answers = await Task.WhenAll(asked);

        var agreed = answers[..^1].Where(answer => answer.Outcome == Outcome.Done).ToArray();
        Assert.Equal(agreed[0].Version, Assert.Single(agreed.Select(answer => answer.Version).Distinct()));
        Assert.All(answers[..^1].Except(agreed), answer => Assert.Equal("operation.reused", answer.Code));
        Assert.Contains(agreed.Length, new[] { 10, 30 });
        Assert.Equal(Outcome.Done, answers[^1].Outcome);
        Assert.Equal(2, (await _silos.Rows.ListAsync(IncidentRows.Notes, new(), default)).Rows.Count);
    }

    [Fact]
    public async Task What_waits_together_is_committed_together_and_a_refused_one_disturbs_no_other()
    {
        var before = _silos.Journal.Commits;
        var asked = Enumerable.Range(0, 60).Select(number => number % 3 == 0
            ? Incident.ExecuteAsync(new AddNote("", null), Actor.Person(Ada))
            : Incident.ExecuteAsync(new AddNote($"note {number}", null), Actor.Person(Ada))).ToArray();
        var answers = await Task.WhenAll(asked);

        Assert.Equal(20, answers.Count(answer => answer.Code == "note.empty"));
        Assert.Equal(40, answers.Count(answer => answer.Outcome == Outcome.Done));
        Assert.True(_silos.Journal.Commits - before < 40, $"{_silos.Journal.Commits - before} commits for 60 commands that waited together");
    }

    [Fact]
    public async Task What_is_taken_and_given_up_in_one_commit_is_owned_only_if_it_was_taken_last()
    {
        var claim = NetworkHolders.Claim("203.0.113.0/25");
        var (first, without) = (_silos.Grains.Institution(InstitutionId.Of("first")), new InstitutionRequest { Name = "First", Abbreviation = "F" });
        await AgreedAsync(first.ExecuteAsync(new RegisterInstitution(without), Actor.System));
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(number => AgreedAsync(
                first.ExecuteAsync(new ChangeInstitution(number % 2 == 0 ? without with { Networks = [claim.Value] } : without), Actor.System))));

            var listed = (await _silos.Rows.FindAsync(InstitutionKind.Table, "first", default))!.Value.Assets.Length > 0;
            Assert.Equal(listed, (await _silos.Journal.FindClaimsAsync([claim], default)).Count > 0);
        }
    }

    [Fact]
    public async Task Of_two_that_register_one_network_at_once_one_has_it_and_the_other_is_told_whose_it_is()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => _silos.Grains.Institution(InstitutionId.Of($"rival-{number}")).ExecuteAsync(
            new RegisterInstitution(new() { Name = $"Rival {number}", Abbreviation = $"R{number}", Networks = ["203.0.113.128/25"] }), Actor.System)));

        Assert.Single(answers, answer => answer.Outcome == Outcome.Done);
        Assert.All(answers.Where(answer => answer.Outcome != Outcome.Done), answer => Assert.Equal("institution.network-taken", answer.Code));
    }

    [Fact]
    public async Task What_a_message_asks_that_was_answered_before_leaves_no_trace()
    {
        var answer = await Incident.ExecuteAsync(new Operation
        {
            Actor = Actor.System.Value,
            Command = DomainJson.Write<IncidentCommand>(new AddNote("asked by a message that is gone", null)),
            Answers = [new("intake/sensor/2026-01-01/0/1/0", null, [])],
            ParkOnRefusal = true,
        });

        Assert.Equal(Outcome.Gone, answer.Outcome);
        Assert.Empty((await _silos.Rows.ListAsync(IncidentRows.Notes, new(), default)).Rows);
        Assert.Equal(1, (await _silos.Journal.OpenAsync(new("incident", Id.Value), 0, default)).Head);
    }

    /// <summary>A message comes again, or its telling is repeated, while the first telling still waits: as long as the database is slow, they wait side by side.</summary>
    [Fact]
    public async Task What_is_told_again_while_it_waits_is_done_once_and_its_message_is_gone()
    {
        var armed = (await _silos.Outbox.StateAsync(default)).Armed;
        var message = new OutboxMessage("box/one/1/0", new("incident", Id.Value), default, Priority.Bulk, Noon.AddDays(1), null, 1);
        await _silos.Journal.CommitAsync(new Commit { Stream = new("box", "one"), ExpectedVersion = 0, Arm = [message] }, default);
        Assert.Equal(armed + 1, (await _silos.Outbox.StateAsync(default)).Armed);

        // While the first is being committed the others wait together.
        var other = Incident.ExecuteAsync(new AddNote("another", null), Actor.Person(Ada));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Incident.ExecuteAsync(new Operation
        {
            Actor = Actor.System.Value,
            Command = DomainJson.Write<IncidentCommand>(new AddNote("told", null)),
            Answers = [new(message.Id, null, [])],
            ParkOnRefusal = true,
        })));

        Assert.Equal(Outcome.Done, (await other).Outcome);
        Assert.Single(answers, answer => answer.Outcome == Outcome.Done);
        Assert.Equal(7, answers.Count(answer => answer.Outcome == Outcome.Gone));
        Assert.Equal(2, (await _silos.Rows.ListAsync(IncidentRows.Notes, new(), default)).Rows.Count);
        Assert.Equal(armed, (await _silos.Outbox.StateAsync(default)).Armed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_unknown_outcome_it_reads_what_was_really_written(bool written)
    {
        _silos.Journal.FailBefore = _ => !written;
        _silos.Journal.LoseAnswer = _ => written;
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => Incident.ExecuteAsync(new SetSeverity(Severity.Critical), Actor.Person(Ada), "key"));
        _silos.Journal.FailBefore = _ => false;
        _silos.Journal.LoseAnswer = _ => false;

        await AgreedAsync(Incident.ExecuteAsync(new SetSeverity(Severity.Critical), Actor.Person(Ada), "key"));

        Assert.Equal(Severity.Critical, Assert.Single(await _silos.IncidentsAsync()).Value.Severity);
        Assert.Equal(2, (await _silos.Journal.OpenAsync(new("incident", Id.Value), 0, default)).Head);
    }

    [Fact]
    public async Task An_edit_is_refused_only_if_its_own_field_has_changed()
    {
        var seen = (await AgreedAsync(Incident.ExecuteAsync(new AddNote("read", null), Actor.Person(Ada)))).Version;
        await AgreedAsync(Incident.ExecuteAsync(new SetSeverity(Severity.High), Actor.Person(Ben)));

        Assert.Equal("incident.changed", (await Incident.ExecuteAsync(new SetSeverity(Severity.Medium), Actor.Person(Ada), ifVersion: seen)).Code);
        await AgreedAsync(Incident.ExecuteAsync(new SetStatus(IncidentStatus.Triaged), Actor.Person(Ada), ifVersion: seen));
    }

    [Fact]
    public async Task A_long_history_is_read_from_its_snapshot_and_what_came_after()
    {
        for (var number = 0; number < 450; number += 50)
        {
            await Task.WhenAll(Enumerable.Range(number, 50).Select(one => AgreedAsync(Incident.ExecuteAsync(new AddTask($"task {one}", null), Actor.Person(Ada)))));
        }

        await _silos.DeactivateAsync(new("incident", Id.Value));

        var answer = await AgreedAsync(Incident.ExecuteAsync(new MarkTask(450, true), Actor.Person(Ada)));
        Assert.Equal(452, answer.Version);
        Assert.Equal(449, Assert.Single(await _silos.IncidentsAsync()).Value.OpenTasks);
    }
}
