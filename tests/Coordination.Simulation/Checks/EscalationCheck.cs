using Coordination.Contracts.Escalation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Simulation.Clients;

namespace Coordination.Simulation.Checks;

/// <summary>Every step that was due is recorded once, in order and not early; none after an acknowledgement that was answered; whoever needed someone to the end has run out of steps.</summary>
internal sealed class EscalationCheck(World world, Book book, IReadOnlyList<PolicyRequest> policies, TimeSpan clockError, Findings findings)
{
    public void Check()
    {
        var known = new HashSet<StreamId>();
        foreach (var (stream, entries) in book.OfKind("incident"))
        {
            var needs = Need.Of(stream, entries).ToArray();
            foreach (var need in needs)
            {
                known.Add(need.Escalation);
                CheckRun(need);
            }

            CheckAnswered(stream, needs);
        }

        foreach (var (stream, _) in book.OfKind("escalation").Where(pair => !known.Contains(pair.Key)))
        {
            findings.Add($"{stream} escalates what nobody needed.");
        }
    }

    private void CheckRun(Need need)
    {
        var run = book.Of(need.Escalation);
        var policy = policies.FirstOrDefault(one => one.Severities.Contains(need.Severity));
        if (policy is null)
        {
            if (run.Count > 0)
            {
                findings.Add($"{need.Escalation} runs, and there is no policy for {need.Severity}.");
            }

            return;
        }

        var expected = Expected(policy);
        var steps = run.Where(entry => entry.Event is EscalationStarted or StepTaken or StepReachedNobody or EscalationExhausted).ToArray();
        for (var index = 0; index < steps.Length; index++)
        {
            if (index >= expected.Count || NameOf(steps[index].Event) != expected[index])
            {
                findings.Add($"{need.Escalation} version {steps[index].Version}: {NameOf(steps[index].Event)} where {(index < expected.Count ? expected[index] : "nothing")} was to come.");
                return;
            }
        }

        CheckTimes(need, policy, steps);
        CheckEnd(need, run, steps, expected.Count);
    }

    private void CheckEnd(Need need, IReadOnlyList<Entry> run, Entry[] steps, int expected)
    {
        var stops = run.Count(entry => entry.Event is EscalationStopped);
        if (need.End is { } end)
        {
            if (steps.FirstOrDefault(entry => entry.Position > end.Position) is { } late)
            {
                findings.Add($"{need.Escalation} version {late.Version} ({NameOf(late.Event)}) is recorded after {need.Incident} version {end.Version} had ended the need for it.");
            }

            if (stops != (steps.Length > 0 ? 1 : 0))
            {
                findings.Add($"{need.Escalation} was stopped {stops} times; the need for it ended with {need.Incident} version {end.Version}.");
            }
        }
        else if (steps.Length != expected || stops != 0)
        {
            findings.Add($"{need.Escalation} has recorded {steps.Length} of {expected} and was stopped {stops} times, though {need.Incident} needs someone to the end.");
        }
    }

    private void CheckTimes(Need need, PolicyRequest policy, Entry[] steps)
    {
        DateTimeOffset? due = null;
        foreach (var entry in steps)
        {
            var named = entry.Event switch
            {
                StepTaken taken => taken.Due,
                StepReachedNobody nobody => nobody.Due,
                _ => due,
            };
            if (due is not null && named != due)
            {
                findings.Add($"{need.Escalation} version {entry.Version} says that it was due at {named:O}; the one before says {due:O}.");
            }

            if (due is { } moment && entry.Row.Written < moment - clockError)
            {
                findings.Add($"{need.Escalation} version {entry.Version} was written at {entry.Row.Written:O}, {moment - entry.Row.Written} before it was due.");
            }

            if (entry.Event is StepTaken { } step && step.NextAt != entry.Row.Event.At + TimeSpan.FromMinutes(policy.Steps[step.Step - 1].WaitMinutes))
            {
                findings.Add($"{need.Escalation} version {entry.Version} has its next step at {step.NextAt:O}, which is not what the policy says.");
            }

            due = entry.Event is StepTaken { } one ? one.NextAt : entry.Row.Event.At;
        }
    }

    /// <summary>Whoever was told "you have it" sees no further step, from that moment on.</summary>
    private void CheckAnswered(StreamId incident, Need[] needs)
    {
        foreach (var request in world.Clients.Requests.Where(request => request.Stream == incident && request.Verb is nameof(AcknowledgeIncident) or nameof(CloseIncident)))
        {
            foreach (var asked in request.Times.Where(asked => asked.Known == Known.Done))
            {
                foreach (var need in needs.Where(need => need.Since < asked.Answer!.Version))
                {
                    if (book.Of(need.Escalation).FirstOrDefault(entry => entry.Event is not (EscalationStopped or AlarmTaken) && entry.Step > asked.AnsweredStep) is { } late)
                    {
                        findings.Add($"{need.Escalation} version {late.Version} ({NameOf(late.Event)}) was written at step {late.Step}; {request.Verb} was answered at step {asked.AnsweredStep}.");
                    }
                }
            }
        }
    }

    private static List<string> Expected(PolicyRequest policy)
    {
        List<string> expected = ["started"];
        for (var round = 1; round <= policy.Rounds; round++)
        {
            for (var step = 1; step <= policy.Steps.Count; step++)
            {
                expected.Add($"round {round}, step {step}");
            }
        }

        expected.Add("exhausted");
        return expected;
    }

    private static string NameOf(object happened) => happened switch
    {
        EscalationStarted => "started",
        StepTaken taken => $"round {taken.Round}, step {taken.Step}",
        StepReachedNobody nobody => $"round {nobody.Round}, step {nobody.Step}",
        EscalationExhausted => "exhausted",
        _ => happened.GetType().Name,
    };
}
