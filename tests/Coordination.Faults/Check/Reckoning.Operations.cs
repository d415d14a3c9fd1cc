using Coordination.Faults.Load;

namespace Coordination.Faults.Check;

internal sealed partial class Reckoning
{
    /// <summary>The writer decides, then writes; under an outage it may take a while until it gets through. Nothing is from the future.</summary>
    private static readonly TimeSpan DecidedBefore = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ClocksMayDiffer = TimeSpan.FromSeconds(2);

    /// <summary>Versions of each stream without gap and without fork, up to its head; and times that can be true.</summary>
    private void CheckStreams()
    {
        var streams = _pages.Events.GroupBy(one => one.Stream, StringComparer.Ordinal).ToDictionary(events => events.Key, events => events.Select(one => one.Version).ToList(), StringComparer.Ordinal);
        foreach (var (stream, versions) in streams)
        {
            if (!versions.SequenceEqual(Enumerable.Range(1, versions.Count).Select(version => (long)version)))
            {
                Find(Clause.Stream, $"{stream} has the versions {string.Join(", ", versions.Take(50))}.");
            }
        }

        foreach (var (stream, head) in _pages.Heads.Where(head => streams.GetValueOrDefault(head.Key)?.Count != head.Value && head.Value > 0))
        {
            Find(Clause.Stream, $"{stream} is said to stand at version {head}, and has {streams.GetValueOrDefault(stream)?.Count ?? 0} events.");
        }

        foreach (var wrong in _pages.Events.Where(one => one.At > one.Committed + ClocksMayDiffer || one.At < one.Committed - DecidedBefore))
        {
            Find(Clause.Clock, $"{wrong.Stream} version {wrong.Version} says that it happened at {wrong.At:O}; the database committed it at {wrong.Committed:O}.");
        }
    }

    /// <summary>Each key took effect once, or not at all where it was refused; a repeat got the first answer.</summary>
    private void CheckOperations()
    {
        var byCause = _pages.Events.ToLookup(one => one.Cause, StringComparer.Ordinal);
        var operations = _pages.Operations.ToDictionary(one => (one.Stream, one.Id));
        var notes = _pages.Notes.ToLookup(note => note.Text, StringComparer.Ordinal);
        foreach (var deed in _history.Deeds.Where(deed => deed.Verb != Verb.Deliver))
        {
            var (stream, id) = ($"incident/{deed.Target}", $"{deed.Actor}:{deed.Key}");
            var events = byCause[id].ToList();
            var what = $"{deed.Verb} {deed.Key} of {deed.Target} ({deed.First.Known})";
            if (events.Any(one => one.Stream != stream) || events.GroupBy(one => one.Type, StringComparer.Ordinal).Any(type => type.Count() > 1))
            {
                Find(Clause.Operation, $"{what} took effect more than once: {string.Join(", ", events.Select(one => $"{one.Stream}@{one.Version} {one.Type}"))}.");
            }

            var known = operations.GetValueOrDefault((stream, id));
            CheckAnswered(deed, what, events, known);
            var times = notes[deed.Text].Count(note => note.Incident == deed.Target);
            if (deed.Verb == Verb.Note && times != events.Count)
            {
                Find(Clause.Operation, $"{what} has {events.Count} events, and its text stands in {times} notes.");
            }

            foreach (var again in deed.Again.Where(again => again != deed.First))
            {
                Find(Clause.Operation, $"{what} was answered version {deed.First.Version} {deed.First.Code} first and version {again.Version} {again.Code} when it was asked for again.");
            }
        }

        foreach (var note in _pages.Notes.Where(note => !_history.Deeds.Any(deed => deed.Text == note.Text)))
        {
            Find(Clause.Invented, $"The note '{note.Text}' stands in {note.Incident}, and nobody wrote it.");
        }
    }

    private void CheckAnswered(Deed deed, string what, List<EventLine> events, OperationLine? known)
    {
        switch (deed.First.Known)
        {
            case Known.Ok when deed.Verb == Verb.Note && events.Count == 0:
                Find(Clause.Lost, $"{what} was answered version {deed.First.Version}, and nothing of it is written.");
                break;
            case Known.Ok when known is null || known.Refusal is not null || known.Version != deed.First.Version:
                Find(Clause.Operation, $"{what} was answered version {deed.First.Version}; remembered is {known?.ToString() ?? "nothing"}.");
                break;
            case Known.Refused when events.Count > 0:
                Find(Clause.Invented, $"{what} was refused ({deed.First.Code}), and {events.Count} events of it are written.");
                break;
            case Known.Refused when known is { Refusal: null }:
                Find(Clause.Operation, $"{what} was refused ({deed.First.Code}), and is remembered as done.");
                break;
            case Known.Unknown when events.Count > 0 && known is null:
                Find(Clause.Operation, $"{what} is written, and would be done again if it was asked for again.");
                break;
        }
    }
}
