using Coordination.Contracts.Incidents;
using Coordination.Faults.Load;

namespace Coordination.Faults.Check;

internal sealed partial class Reckoning
{
    /// <summary>Clocks are compared over a wire: the database's time is known to about half of what the question took.</summary>
    private static readonly TimeSpan ClocksAreComparedWithin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Each step once, in order, not before its time, none after an acknowledgement; and the next is armed as long as nobody has it.</summary>
    private void CheckEscalations()
    {
        var byStream = _pages.Events.ToLookup(one => one.Stream, StringComparer.Ordinal);
        var shown = _readings.Incidents.SelectMany(incident => incident.Timeline).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        foreach (var run in _pages.Escalations)
        {
            var steps = byStream[run.Stream].Where(IsStep).OrderBy(one => one.Version).ToList();
            CheckSequence(run, World.Policies[run.Policy], steps);
            CheckShown(run, steps, shown);
            CheckEnd(run, steps, byStream[run.Subject]);
            CheckArmed(run);
        }

        foreach (var incident in _readings.Incidents.Where(incident => IsUnattended(incident.Summary) && World.IsUrgent(incident.Summary.Severity)))
        {
            var runs = _pages.Escalations.Where(run => run.Subject == $"incident/{incident.Summary.Id}").ToList();
            if (!runs.Any(run => run.Status is "running" or "exhausted"))
            {
                Find(Clause.Step, $"{incident.Summary.Number} ({incident.Summary.Severity}) needs someone, and nobody is called: {string.Join(", ", runs.Select(run => $"{run.Id} {run.Status}").DefaultIfEmpty("no run"))}.");
            }
        }
    }

    private void CheckSequence(EscalationLine run, PolicyPlan plan, List<EventLine> steps)
    {
        var stands = run.Round == 0 ? 0 : ((run.Round - 1) * plan.Steps.Count) + run.Step;
        if (steps.Count != stands)
        {
            Find(Clause.Step, $"{run.Id} stands at round {run.Round}, step {run.Step}, and has {steps.Count} steps recorded.");
            return;
        }

        for (var number = 0; number < steps.Count; number++)
        {
            var (_, parties) = plan.Steps[number % plan.Steps.Count];
            if (steps[number].Type != (parties == 0 ? "step-reached-nobody" : "step-taken"))
            {
                Find(Clause.Step, $"{run.Id}: its step {number + 1} is {steps[number].Type}, and tells {parties}.");
            }

            if (number == 0)
            {
                continue;
            }

            var (wait, told) = plan.Steps[(number - 1) % plan.Steps.Count];
            var due = steps[number - 1].At + (told == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(wait));
            if (steps[number].Committed < due - ClocksAreComparedWithin)
            {
                Find(Clause.Early, $"{run.Id}: step {number + 1} was due at {due:HH:mm:ss.fff} and committed at {steps[number].Committed:HH:mm:ss.fff}.");
            }

            if (told > 0)
            {
                _lateness.Add(steps[number].Committed - due);
            }
        }
    }

    /// <summary>What is recorded is shown, each step with a text of its own.</summary>
    private void CheckShown(EscalationLine run, List<EventLine> steps, Dictionary<string, TimelineEntry> shown)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var entry = shown.GetValueOrDefault($"{run.Stream}@{step.Version:D8}");
            if (entry is null || !texts.Add(string.Join(", ", entry.Text.Split(',', ':').Take(2))))
            {
                Find(Clause.Step, $"{run.Id} version {step.Version}: {step.Type} is shown as '{entry?.Text ?? "nothing"}'.");
            }
        }
    }

    /// <summary>Nothing is recorded for a reason that had gone when it was committed.</summary>
    private void CheckEnd(EscalationLine run, List<EventLine> steps, IEnumerable<EventLine> ofSubject)
    {
        var since = long.Parse(run.Id[(run.Id.LastIndexOf('@') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        if (ofSubject.Where(one => one.Version > since && one.Type is "incident-acknowledged" or "incident-closed").MinBy(one => one.Version) is not { } end)
        {
            return;
        }

        foreach (var late in steps.Where(step => step.Order > end.Order))
        {
            Find(Clause.AfterAcknowledge, $"{run.Id}: {late.Type} was committed at {late.Committed:HH:mm:ss.ffffff}, {end.Type} at {end.Committed:HH:mm:ss.ffffff}.");
        }
    }

    private void CheckArmed(EscalationLine run)
    {
        var armed = _pages.Outbox.Where(message => message.Target == run.Stream && message.ParkedCode is null).ToList();
        if (armed.Count != (run.IsRunning ? 1 : 0))
        {
            Find(Clause.Step, $"{run.Id} is {run.Status}, and {armed.Count} messages are armed for it.");
        }

        foreach (var late in armed.Where(message => message.Due < _pages.Now - Grace))
        {
            Find(Clause.Step, $"{run.Id}: what was due at {late.Due:HH:mm:ss.fff} is not done at {_pages.Now:HH:mm:ss.fff}.");
        }
    }

    private static bool IsStep(EventLine one) => one.Type is "step-taken" or "step-reached-nobody";

    private static bool IsUnattended(IncidentSummary incident) => incident.AcknowledgedBy is null && incident.Status != IncidentStatus.Closed;
}
