using Coordination.Domain.Access;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.OnCall;
using Coordination.Grains.Journal;
using Coordination.Simulation.Bugs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Simulation.Cluster;

/// <summary>The grains that one process has in memory: each is the product's own shell.</summary>
internal sealed class Activations(IJournal journal, ILookupSource lookups, TimeProvider clock, Planted planted)
{
    private readonly Dictionary<StreamId, Func<Operation, Task<Answer>>> _active = [];

    public int Count => _active.Count;

    public Task<Answer> ExecuteAsync(StreamId stream, Operation operation)
    {
        if (!_active.TryGetValue(stream, out var execute))
        {
            _active.Add(stream, execute = Activate(stream));
        }

        return execute(operation);
    }

    /// <summary>One loses its memory, as when a grain has been idle. What it is doing it still does.</summary>
    public StreamId Forget(int number)
    {
        var stream = _active.Keys.ElementAt(number);
        _active.Remove(stream);
        return stream;
    }

    private Func<Operation, Task<Answer>> Activate(StreamId stream) => stream.Kind switch
    {
        "incident" => Shell(stream, IncidentKind.Instance),
        "intake" => Shell(stream, IntakeKind.Instance),
        "attribution" => Shell(stream, AttributionKind.Instance),
        "escalation" => Shell(stream, EscalationKind.Instance),
        "notification" => Shell(stream, NotificationKind.Instance),
        "institution" => Shell(stream, InstitutionKind.Instance),
        "roster" => Shell(stream, RosterKind.Instance),
        "policy" => Shell(stream, PolicyKind.Instance),
        "source" => Shell(stream, SourceKind.Instance),
        "person" => Shell(stream, PersonKind.Instance),
        _ => throw new NotSupportedException($"Nothing in the simulation is a {stream.Kind}."),
    };

    private Func<Operation, Task<Answer>> Shell<TState, TCommand, TEvent>(StreamId stream, Kind<TState, TCommand, TEvent> kind)
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
        => new Shell<TState, TCommand, TEvent>(planted.Wrap(kind), stream, journal, lookups, new NoSnapshots<TState>(), clock, NullLogger.Instance).ExecuteAsync;

    /// <summary>Streams are short here, and shorter ones are always replayed.</summary>
    private sealed class NoSnapshots<TState> : ISnapshots<TState>
    {
        public Task<Snapshot<TState>?> LoadAsync() => Task.FromResult<Snapshot<TState>?>(null);

        public Task SaveAsync(Snapshot<TState> snapshot) => Task.CompletedTask;

        public Task ClearAsync() => Task.CompletedTask;
    }
}
