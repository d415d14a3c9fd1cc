using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation.Checks;

/// <summary>An event of the final journal, read.</summary>
internal sealed record Entry(EventRow Row, object Event)
{
    public long Version => Row.Version;

    public long Position => Row.Position;

    public int Step => Row.Step;
}

/// <summary>The final journal, read, stream by stream.</summary>
internal sealed class Book
{
    private readonly Dictionary<StreamId, List<Entry>> _streams = [];

    public Book(Database database)
    {
        foreach (var row in database.Events)
        {
            if (!_streams.TryGetValue(row.Stream, out var entries))
            {
                _streams.Add(row.Stream, entries = []);
            }

            entries.Add(new(row, Read(row)));
        }
    }

    public IReadOnlyDictionary<StreamId, List<Entry>> Streams => _streams;

    public IReadOnlyList<Entry> Of(StreamId stream) => _streams.TryGetValue(stream, out var entries) ? entries : [];

    public IEnumerable<KeyValuePair<StreamId, List<Entry>>> OfKind(string kind) => _streams.Where(pair => pair.Key.Kind == kind);

    private static object Read(EventRow row) => row.Stream.Kind switch
    {
        "incident" => EventJson<IncidentEvent>.Read(row.Recorded).Event,
        "intake" => EventJson<IntakeEvent>.Read(row.Recorded).Event,
        "escalation" => EventJson<EscalationEvent>.Read(row.Recorded).Event,
        "notification" => EventJson<NotificationEvent>.Read(row.Recorded).Event,
        "attribution" => EventJson<AttributionEvent>.Read(row.Recorded).Event,
        "institution" => EventJson<InstitutionEvent>.Read(row.Recorded).Event,
        _ => row.Event,
    };
}
