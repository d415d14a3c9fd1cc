using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;

namespace Coordination.Simulation.Checks;

/// <summary>A time in which an incident needed someone: from the version at which that began to the event that ended it.</summary>
internal sealed record Need(StreamId Incident, long Since, Severity Severity, bool Exercise, Entry? End)
{
    public string Key => $"{Incident}/escalation@{Findings.Number(Since)}";

    public StreamId Escalation => new("escalation", $"incident.{Incident.Key}@{Findings.Number(Since)}");

    /// <summary>Told from the incident's events alone: opened, worse than thought, stricter than was told, had by someone, closed, opened again.</summary>
    public static IEnumerable<Need> Of(StreamId incident, IReadOnlyList<Entry> entries)
    {
        var (since, severity, label, exercise) = ((long?)null, default(Severity), default(Tlp), false);
        foreach (var entry in entries)
        {
            var (was, wasSeverity) = (since, severity);
            switch (entry.Event)
            {
                case IncidentOpened opened:
                    (since, severity, label, exercise) = (entry.Version, opened.Severity, opened.Tlp, opened.Exercise);
                    break;
                case SeverityChanged changed:
                    since = since is not null && changed.Severity > severity ? entry.Version : since;
                    severity = changed.Severity;
                    break;
                case TlpChanged changed:
                    since = since is not null && label <= Tlp.Green && changed.Tlp > Tlp.Green ? entry.Version : since;
                    label = changed.Tlp;
                    break;
                case IncidentAcknowledged or IncidentClosed:
                    since = null;
                    break;
                case IncidentReopened:
                    since = entry.Version;
                    break;
            }

            if (was is { } began && since != was)
            {
                yield return new(incident, began, SeverityAt(entries, began), exercise, entry);
            }
        }

        if (since is { } still)
        {
            yield return new(incident, still, SeverityAt(entries, still), exercise, null);
        }
    }

    private static Severity SeverityAt(IReadOnlyList<Entry> entries, long version)
        => entries.Where(entry => entry.Version <= version).Select(entry => entry.Event switch
        {
            IncidentOpened opened => opened.Severity,
            SeverityChanged changed => changed.Severity,
            _ => (Severity?)null,
        }).Last(severity => severity is not null)!.Value;
}
