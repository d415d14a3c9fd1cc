using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Notification;
using Coordination.Domain.Tests.Incidents;
using Coordination.Domain.Tests.Notification;
using CsCheck;

namespace Coordination.Domain.Tests.Escalation;

public sealed class When_nobody_acknowledges
{
    private static readonly Gen<PolicyRequest> AnyPolicy = Gen.Select(Gen.Int[1, 60].Array[1, 5], Gen.Int[1, 4]).Select((waits, rounds) => new PolicyRequest
    {
        Name = "Any",
        Severities = [Severity.High],
        Steps = [.. waits.Select((wait, index) => new PolicyStep([new() { Person = Contracts.Access.PersonId.Of($"p{index}") }], wait))],
        Rounds = rounds,
    });

    [Fact]
    public void Every_step_of_every_round_is_taken_once_in_order_and_at_its_time_and_then_it_alarms()
        => AnyPolicy.Sample(policy =>
        {
            var (world, _) = Escalating(policy);
            world.PassUntil(world.Now.AddDays(10));

            var run = Assert.Single(world.Escalations);
            var taken = run.Events.OfType<StepTaken>().ToArray();
            Assert.Equal(All(policy), taken.Select(step => (step.Round, step.Step)));
            Assert.IsType<EscalationExhausted>(run.Events.Last());
            Assert.Equal((EscalationStatus.Exhausted, true), (run.State.Status, run.State.Alarm));

            var due = Samples.Noon;
            foreach (var recorded in run.History.Where(one => one.Event is StepTaken or EscalationExhausted))
            {
                Assert.Equal(due, recorded.At);
                due += recorded.Event is StepTaken step ? TimeSpan.FromMinutes(policy.Steps[step.Step - 1].WaitMinutes) : TimeSpan.Zero;
            }

            // Besides the institution, each step told one person.
            Assert.Equal(taken.Length, world.Sent.Count(sent => sent.Key is not null));
        }, iter: 300);

    [Fact]
    public void After_an_acknowledgement_no_step_is_taken_nothing_waits_under_the_key_and_no_step_was_doubled()
        => Gen.Select(AnyPolicy, Gen.Int[0, 400], Gen.Int[0, 3], Gen.Int[0, 1_000].List[0, 60]).Sample((policy, minutes, how, order) =>
        {
            var (world, incident) = Escalating(policy);
            Shuffled(world, order, Samples.Noon.AddMinutes(minutes));
            var taken = world.Escalations.Sum(run => run.Events.OfType<StepTaken>().Count());
            var sent = world.Sent.Count(one => one.Key is not null);

            Assert.Null(world.Do(incident, how == 0 ? new CloseIncident("cleaned") : new AcknowledgeIncident(), Opened.Ada));
            Assert.DoesNotContain(world.Outbox, armed => armed.Key is not null);
            world.PassUntil(world.Now.AddDays(10));

            Assert.Equal(taken, world.Escalations.Sum(run => run.Events.OfType<StepTaken>().Count()));
            Assert.Equal(sent, world.Sent.Count(one => one.Key is not null));
            foreach (var run in world.Escalations.Where(run => run.State.Subject is not null))
            {
                Assert.Equal(EscalationStatus.Stopped, run.State.Status);
                Assert.False(run.State.Alarm);
                Assert.Equal(All(policy).Take(taken), run.Events.OfType<StepTaken>().Select(step => (step.Round, step.Step)));
            }

            Assert.DoesNotContain(world.Notifications.SelectMany(one => one.State.Deliveries), delivery => delivery.Status == Contracts.Notification.DeliveryStatus.Queued);
        }, iter: 600);

    [Fact]
    public void A_step_that_reaches_nobody_is_recorded_and_the_next_runs_at_once()
        => Gen.Select(AnyPolicy, Gen.Bool.Array[5]).Sample((policy, reached) =>
        {
            var (world, _) = Escalating(policy, world => world.Reached = target => reached[target.Person!.Value.Value[1] - '0']
                ? new("person", target.Person.Value.Value, [Samples.Desk])
                : null);
            world.PassUntil(world.Now.AddDays(10));

            var run = Assert.Single(world.Escalations);
            Assert.Equal(
                All(policy).Select(step => (step.Round, step.Step, reached[step.Step - 1])),
                run.Events.Select(happened => happened switch
                {
                    StepTaken step => (step.Round, step.Step, true),
                    StepReachedNobody step => (step.Round, step.Step, false),
                    _ => (0, 0, false),
                }).Where(step => step.Item1 > 0));
            Assert.Equal(EscalationStatus.Exhausted, run.State.Status);
            foreach (var (one, next) in run.History.Zip(run.History.Skip(1)).Where(pair => pair.First.Event is StepReachedNobody))
            {
                Assert.Equal(one.At, next.At);
            }
        }, iter: 300);

    [Fact]
    public void A_raised_severity_begins_anew_under_another_key_and_the_first_run_is_over()
    {
        var (world, incident) = Escalating(EscalationSamples.Policy);
        world.PassUntil(world.Now.AddMinutes(20));
        var before = Assert.Single(world.Escalations);
        Assert.Equal(2, before.Events.OfType<StepTaken>().Count());

        world.Do(incident, new SetSeverity(Severity.Critical), Opened.Ada);
        world.Settle();

        Assert.Equal(EscalationStatus.Stopped, before.State.Status);
        var anew = world.Escalations.Single(run => run != before);
        Assert.Equal((1, 1, Severity.Critical), (anew.State.Round, anew.State.Step, anew.State.Subject!.Severity));
        world.PassUntil(world.Now.AddDays(1));
        Assert.Equal(2, before.Events.OfType<StepTaken>().Count());
    }

    [Fact]
    public void A_lowered_severity_and_one_that_is_raised_when_someone_has_it_begin_nothing()
    {
        var (world, incident) = Escalating(EscalationSamples.Policy);
        world.Do(incident, new SetSeverity(Severity.Low), Opened.Ada);
        Assert.Empty(world.ClosedKeys);
        world.Do(incident, new AcknowledgeIncident(), Opened.Ada);
        world.Do(incident, new SetSeverity(Severity.Critical), Opened.Ada);
        world.Settle();
        Assert.Single(world.ClosedKeys);
        Assert.All(world.Escalations, run => Assert.NotEqual(EscalationStatus.Running, run.State.Subject is null ? EscalationStatus.Stopped : run.State.Status));
    }

    [Fact]
    public void An_alarm_is_taken_once_and_ends_with_the_acknowledgement()
    {
        var (world, incident) = Escalating(EscalationSamples.Policy);
        world.PassUntil(world.Now.AddDays(1));
        var run = Assert.Single(world.Escalations);
        Assert.True(run.State.Alarm);

        Assert.Single(run.Do(new TakeAlarm(), Opened.Bob).Events);
        Assert.Equal("escalation.no-alarm", run.Ask(new TakeAlarm(), Opened.Bob).Refusal?.Code);
        Assert.NotNull(incident.State.UnattendedSince);

        world.Do(incident, new AcknowledgeIncident(), Opened.Ada);
        world.Settle();
        Assert.Equal(EscalationStatus.Stopped, run.State.Status);
    }

    [Fact]
    public void A_severity_without_a_policy_starts_nothing()
    {
        var world = new World(_ => null);
        world.Do(world.Incident(new("incident", "i1")), Opened.Command, Opened.Ada);
        world.PassUntil(world.Now.AddDays(1));
        Assert.All(world.Escalations, run => Assert.Empty(run.Events));
    }

    [Fact]
    public void Steps_that_come_late_twice_or_before_their_turn_change_nothing()
        => Gen.Select(AnyPolicy, Gen.Select(Gen.Int[-1, 6], Gen.Int[-1, 6]).List[0, 100]).Sample((policy, steps) =>
        {
            var run = new Played<Domain.Escalation.Escalation, EscalationCommand, EscalationEvent>(EscalationKind.Instance, new("escalation", "e"), question => question switch
            {
                PolicyFor => policy,
                _ => NotificationSamples.Person,
            });
            run.Do(new StartEscalation(NotificationSamples.Subject, "key"));
            run.Do(new StartEscalation(NotificationSamples.Subject, "other"));
            foreach (var (round, step) in steps)
            {
                run.Do(new TakeStep(round, step, run.Now));
                run.Do(TakeStep.End(run.Now));
            }

            var taken = run.Events.OfType<StepTaken>().Select(step => (step.Round, step.Step)).ToArray();
            Assert.Equal(All(policy).Take(taken.Length), taken);
            Assert.Equal(taken.Length == All(policy).Count(), run.Events.OfType<EscalationExhausted>().Any());
            Assert.Single(run.Events.OfType<EscalationStarted>());
            Assert.True(run.Events.OfType<EscalationExhausted>().Count() <= 1);
            Assert.Equal(DomainJson.Write(run.State), run.Replayed());
        });

    private static IEnumerable<(int Round, int Step)> All(PolicyRequest policy)
        => Enumerable.Range(1, policy.Rounds).SelectMany(round => Enumerable.Range(1, policy.Steps.Count).Select(step => (round, step)));

    private static (World World, Played<Incident, IncidentCommand, IncidentEvent> Incident) Escalating(PolicyRequest policy, Action<World>? prepare = null)
    {
        var world = new World(_ => policy);
        prepare?.Invoke(world);
        var incident = world.Incident(new("incident", "i1"));
        Assert.Null(world.Do(incident, Opened.Command with { Severity = Severity.High }, Opened.Ada));
        return (world, incident);
    }

    /// <summary>Delivers what is due in an order that a list of numbers decides, time passing between.</summary>
    private static void Shuffled(World world, List<int> order, DateTimeOffset until)
    {
        foreach (var number in order)
        {
            var due = world.Due.ToArray();
            if (due.Length > 0)
            {
                world.Deliver(due[number % due.Length]);
            }
            else if (world.Outbox.Min(armed => armed.Due) is { } next && next <= until)
            {
                world.Now = next;
            }
        }
    }
}
