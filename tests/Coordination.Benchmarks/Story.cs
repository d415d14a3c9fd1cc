using System.Globalization;
using Coordination.Domain;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Benchmarks;

/// <summary>
/// What the product writes when something happens to an incident, worked out by the product's own rules but without its grains: commands are decided, what they arm at once is
/// taken by whom it is for, and what stays armed is kept. What would leave the house is taken as sent.
/// </summary>
internal sealed class Story(DateTimeOffset now, Func<Lookup, object?> find)
{
    private readonly Dictionary<StreamId, IThing> _things = [];
    private readonly Queue<(StreamId Target, ReadOnlyMemory<byte> Body)> _due = new();
    private readonly HashSet<string> _closed = [];

    private interface IThing
    {
        void Take(ReadOnlySpan<byte> command, Actor actor);

        Commit? Build();
    }

    /// <summary>One commit for each stream that anything happened to.</summary>
    public IReadOnlyList<Commit> Commits => [.. _things.Values.Select(thing => thing.Build()).OfType<Commit>()];

    /// <summary>Asks an incident, and lets follow what follows.</summary>
    public Story Ask(StreamId incident, IncidentCommand command, Actor actor)
    {
        Of(incident)!.Take(DomainJson.Write(command), actor);
        while (_due.TryDequeue(out var message))
        {
            Of(message.Target)?.Take(message.Body.Span, Actor.System);
        }

        return this;
    }

    private IThing? Of(StreamId stream) => _things.TryGetValue(stream, out var known) ? known : stream.Kind switch
    {
        "incident" => _things[stream] = new Thing<Incident, IncidentCommand, IncidentEvent>(this, IncidentKind.Instance, stream),
        "escalation" => _things[stream] = new Thing<Escalation, EscalationCommand, EscalationEvent>(this, EscalationKind.Instance, stream),
        "notification" => _things[stream] = new Thing<Notification, NotificationCommand, NotificationEvent>(this, NotificationKind.Instance, stream),
        _ => null,
    };

    private sealed class Thing<TState, TCommand, TEvent>(Story story, Kind<TState, TCommand, TEvent> kind, StreamId stream) : IThing
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
    {
        private readonly List<JournalEvent> _events = [];
        private readonly Dictionary<(RowTable, string), RowChange> _rows = [];
        private readonly List<OutboxMessage> _armed = [];
        private readonly HashSet<string> _closes = [];
        private readonly HashSet<Claim> _claims = [];
        private TState _state = kind.Empty;

        public void Take(ReadOnlySpan<byte> json, Actor actor)
        {
            var command = kind.ReadCommand(json);
            var lookups = new Lookups(kind.Needs(_state, command).Distinct().ToDictionary(question => question, story.Find));
            var decision = command.Decide(_state, new Context(story.Now, actor, lookups));
            if (decision.Refusal is { } refusal)
            {
                throw new InvalidOperationException($"{stream} refused {command.GetType().Name}: {refusal.Detail}");
            }

            var before = _state;
            var recorded = new List<Recorded<TEvent>>();
            foreach (var happened in decision.Events)
            {
                var one = new Recorded<TEvent>(happened, _events.Count + 1, story.Now, actor, "population");
                var next = kind.Apply(_state, one);
                foreach (var row in kind.Rows(stream, _state, one, next))
                {
                    _rows[(row.Table, row.Id)] = row;
                }

                _events.Add(EventJson<TEvent>.Write(one));
                recorded.Add(one);
                _state = next;
            }

            Follow(recorded.Count == 0 ? Effects.None : kind.React(stream, before, recorded, _state));
        }

        public Commit? Build() => _events.Count == 0 ? null : new()
        {
            Stream = stream,
            ExpectedVersion = 0,
            Events = _events,
            Rows = [.. _rows.Values],
            Arm = [.. _armed.Where(message => message.Key is null || !story._closed.Contains(message.Key))],
            CloseKeys = [.. _closes],
            Claims = [.. _claims],
        };

        private void Follow(Effects effects)
        {
            _closes.UnionWith(effects.CloseKeys);
            story._closed.UnionWith(effects.CloseKeys);
            _claims.UnionWith(effects.Claims);
            _claims.ExceptWith(effects.Releases);
            foreach (var (number, armed) in effects.Arm.Index())
            {
                if (armed.Due > story.Now)
                {
                    _armed.Add(new(string.Create(CultureInfo.InvariantCulture, $"{stream}/{_events.Count}/{number}"), armed.Target, armed.Body, armed.Priority, armed.Due.Value, armed.Key, _events.Count));
                }
                else
                {
                    story._due.Enqueue((armed.Target, armed.Body));
                }
            }
        }
    }

    private DateTimeOffset Now => now;

    private object? Find(Lookup question) => find(question);
}
