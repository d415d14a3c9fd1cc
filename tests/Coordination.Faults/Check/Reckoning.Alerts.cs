using Coordination.Contracts.Intake;
using Coordination.Faults.Load;

namespace Coordination.Faults.Check;

internal sealed partial class Reckoning
{
    private const string TitleOfOurs = "Fault ";

    /// <summary>What became of the lines with one mark.</summary>
    private sealed class Sent
    {
        /// <summary>So many were answered.</summary>
        public int Ok { get; set; }

        /// <summary>Of so many nobody knows.</summary>
        public int Unknown { get; set; }

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public List<(string Place, AlertView Alert)> Homes { get; } = [];
    }

    /// <summary>Every accepted alert in one place, counted as often as it was sent; nothing that nobody sent.</summary>
    private void CheckAlerts()
    {
        var sent = SentLines();
        var attributed = 0L;
        foreach (var incident in _readings.Incidents)
        {
            foreach (var alert in incident.Alerts)
            {
                attributed += 1 + alert.Repeats;
                Place(sent, incident.Summary.Number, alert);
            }
        }

        foreach (var alert in _readings.Unattributed)
        {
            Place(sent, "the queue", alert);
        }

        foreach (var (mark, lines) in sent)
        {
            CheckLines(mark, lines);
        }

        var counted = _readings.Incidents.Sum(incident => incident.Summary.Sightings);
        if (counted != attributed)
        {
            Find(Clause.Counted, $"The incidents count {counted} sightings; their alerts and repetitions are {attributed}.");
        }
    }

    private Dictionary<string, Sent> SentLines()
    {
        var sent = new Dictionary<string, Sent>(StringComparer.Ordinal);
        foreach (var deed in _history.Deeds.Where(deed => deed.Verb == Verb.Deliver))
        {
            foreach (var (number, mark) in deed.Marks.Index())
            {
                if (!sent.TryGetValue(mark, out var lines))
                {
                    sent.Add(mark, lines = new());
                }

                lines.Ok += deed.First.Known == Known.Ok ? 1 : 0;
                lines.Unknown += deed.First.Known == Known.Unknown ? 1 : 0;
                foreach (var answer in deed.Again.Append(deed.First).Where(answer => answer.Alerts.Count > number))
                {
                    lines.Ids.Add(answer.Alerts[number]);
                }
            }
        }

        return sent;
    }

    private void Place(Dictionary<string, Sent> sent, string place, AlertView alert)
    {
        if (alert.Title.StartsWith(TitleOfOurs, StringComparison.Ordinal) && sent.TryGetValue(alert.Title[TitleOfOurs.Length..], out var lines))
        {
            lines.Homes.Add((place, alert));
        }
        else
        {
            Find(Clause.Invented, $"'{alert.Title}' stands in {place}, and nobody sent it.");
        }
    }

    private void CheckLines(string mark, Sent lines)
    {
        if (lines.Homes is not [var home, ..])
        {
            if (lines.Ok > 0)
            {
                Find(Clause.Lost, $"The alert {mark} was accepted and is nowhere.");
            }

            return;
        }

        if (lines.Homes.Count > 1)
        {
            Find(Clause.Doubled, $"The alert {mark} is in {string.Join(" and ", lines.Homes.Select(one => one.Place))}.");
        }

        var times = 1 + home.Alert.Repeats;
        if (lines.Ok + lines.Unknown == 0)
        {
            Find(Clause.Invented, $"The alert {mark} was refused and is in {home.Place}.");
        }
        else if (times < lines.Ok)
        {
            Find(Clause.Lost, $"The alert {mark} was accepted {lines.Ok} times and is counted {times} times.");
        }
        else if (times > lines.Ok + lines.Unknown)
        {
            Find(Clause.Counted, $"The alert {mark} was sent {lines.Ok + lines.Unknown} times and is counted {times} times.");
        }

        if (lines.Ids.Any(id => id != home.Alert.Id.Value))
        {
            Find(Clause.Operation, $"The alert {mark} is {home.Alert.Id} and was answered as {string.Join(", ", lines.Ids)}.");
        }
    }
}
