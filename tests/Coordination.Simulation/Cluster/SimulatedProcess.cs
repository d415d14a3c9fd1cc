using System.Globalization;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;
using Coordination.Domain.Journal;
using Coordination.Grains.Advisories;
using Coordination.Grains.Correlation;
using Coordination.Grains.Incidents;
using Coordination.Grains.Institutions;
using Coordination.Grains.Intake;
using Coordination.Grains.Journal;
using Coordination.Grains.Notification;
using Coordination.Simulation.Machinery;
using Coordination.Simulation.Outside;
using Coordination.Simulation.Storage;
using Coordination.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Simulation.Cluster;

/// <summary>
/// One start of one process: the product's own dispatcher, shells, lookups, sender's pump and group writer, joined to the simulated database, network and
/// time. When it dies all that it had in memory is lost, in the middle of whatever it did.
/// </summary>
internal sealed class SimulatedProcess
{
    private readonly World _world;
    private readonly Turn _turn = new();
    private readonly GroupWriter _writer;
    private readonly Activations _activations;
    private readonly SightingsRoute _route;
    private readonly ConstituencyIndex _constituency;
    private readonly Dispatcher _dispatcher;
    private bool _groupWaits;
    private int _tailAt;

    /// <param name="number">Which process, from 1.</param>
    /// <param name="life">Which start of it, from 1.</param>
    public SimulatedProcess(World world, int number, int life, TimeSpan clockError)
    {
        _world = world;
        Number = number;
        Life = life;
        Name = string.Create(CultureInfo.InvariantCulture, $"p{number}.{life}");
        Clock = new ProcessClock(world, this, clockError);
        var keys = new StreamKeyCache();
        _writer = new GroupWriter(
            new DatabaseEngine(world, this), World.Master, keys, Clock, new Mishaps(world, this), NullLogger<GroupWriter>.Instance, world.Weather.GroupLimit, onOwnThread: false);
        var journal = new SimulatedJournal(world, this, _writer, keys);
        var rows = new SimulatedRows(world, this);
        Outbox = new SimulatedOutbox(world, this, _writer);
        Grains = new Grains(world, this);
        Numbers = new IncidentNumbers(journal, Clock);
        Intake = new Intake(Grains, new Patience(Grains, Clock, NullLogger<Patience>.Instance), journal, Clock);
        _constituency = new ConstituencyIndex(rows);
        _activations = new Activations(journal, new LookupSource(rows, journal, _constituency, new Matching(rows, _constituency, new InventoryIndex(rows))), Clock, world.Planted);
        _route = new SightingsRoute(Grains, journal, Numbers, Clock);
        var senders = new[] { new SimulatedSender(world, this, Channel.Mail), new SimulatedSender(world, this, Channel.Webhook) };
        _dispatcher = new Dispatcher(
            Outbox,
            [new ThingHandler(Grains), new CorrelationHandler(Grains), new SendPump(Grains, Outbox, senders, new Links(), new Patience(Grains, Clock, NullLogger<Patience>.Instance), NullLogger<SendPump>.Instance)],
            Clock,
            NullLogger<Dispatcher>.Instance);
        _tailAt = world.Database.Events.Count;
    }

    public int Number { get; }

    public int Life { get; }

    /// <summary>Which process and which start of it: what leases and the journal know it by.</summary>
    public string Name { get; }

    public ProcessClock Clock { get; }

    public IOutbox Outbox { get; }

    public IGrainFactory Grains { get; }

    public IIncidentNumbers Numbers { get; }

    public IIntake Intake { get; }

    /// <summary>Where it believes grains to be.</summary>
    public Dictionary<StreamId, SimulatedProcess> Places { get; } = [];

    public bool IsDead { get; private set; }

    public bool IsFrozen { get; set; }

    /// <summary>The others take it for dead. It may not know.</summary>
    public bool IsGivenUp { get; set; }

    public bool HasEscaped => _turn.HasEscaped;

    public int Active => _activations.Count;

    /// <summary>What it has not heard of yet of what was written.</summary>
    public bool LagsBehind => _tailAt < _world.Database.Events.Count;

    public void Start() => Run(() =>
    {
        Outbox.Intake = _dispatcher;
        _ = _dispatcher.RunAsync(CancellationToken.None);
    });

    /// <summary>Goes on in this process, until nothing is left that can go on.</summary>
    public void Run(Action begin) => _turn.Run(begin);

    public void Die()
    {
        IsDead = true;
        _turn.End();
    }

    public Task<Answer> ExecuteAsync(StreamId stream, Operation operation) => _activations.ExecuteAsync(stream, operation);

    public Task RouteAsync(IReadOnlyList<Message> messages) => _route.RouteAsync(messages);

    /// <summary>A grain that has been idle is forgotten.</summary>
    public StreamId ForgetGrain(int number) => _activations.Forget(number);

    /// <summary>Something was given to the writer. It writes all that waits when it has its turn.</summary>
    public void SomethingWaitsForTheWriter()
    {
        if (!_groupWaits)
        {
            _groupWaits = true;
            _world.Waiting.Add(new(What.GroupIsWritten, this, null, WriteGroup));
        }
    }

    /// <summary>Reads from the database: at once, or some time later, and then what stood there at the beginning or what stands there at the end.</summary>
    public Task<TResult> ReadAsync<TResult>(string? about, Func<TResult> read)
    {
        if (_world.Database.IsDown || _world.Dice.PerMille(_world.Weather.ReadsFail))
        {
            _world.Note(What.ReadFails, this, about);
            return Task.FromException<TResult>(new DatabaseFailureException("The database cannot be reached.", Failure.Unreachable));
        }

        if (_world.Dice.Percent(_world.Weather.ReadsAtOnce))
        {
            return Task.FromResult(read());
        }

        var answer = new TaskCompletionSource<TResult>();
        if (_world.Dice.Percent(50))
        {
            var early = read();
            _world.Waiting.Add(new(What.ReadReturns, this, about, () => Run(() => answer.TrySetResult(early))));
        }
        else
        {
            _world.Waiting.Add(new(What.ReadReturns, this, about, () => Run(() => answer.TrySetResult(read()))));
        }

        return answer.Task;
    }

    /// <summary>Hears what was written since it last looked, as the tail of the journal tells it.</summary>
    public void ReadTail()
    {
        var entries = _world.Database.Events.Skip(_tailAt).Select(row => new FeedEntry(row.Position, row.Stream, row.Version, row.Event.Type, row.Event.At)).ToArray();
        _tailAt = _world.Database.Events.Count;
        Run(() => _ = _constituency.OnChangedAsync(entries, CancellationToken.None));
    }

    private void WriteGroup()
    {
        _groupWaits = false;
        Run(() =>
        {
            if (_writer.WriteWaiting())
            {
                // The limit may have left some behind.
                SomethingWaitsForTheWriter();
            }
        });
    }

    private sealed class Links : ILinkSigner
    {
        public string AcknowledgeLink(NotificationId notification, DateTimeOffset? due) => $"https://coordination.example/a/{notification}";
    }

    /// <summary>Kills the process at named places of the writer.</summary>
    private sealed class Mishaps(World world, SimulatedProcess process) : IFailPoints
    {
        public void Hit(string point)
        {
            if (!process.IsDead && world.Dice.PerMille(world.Weather.DeathsInGroup))
            {
                world.Processes.Kill(process);
            }
        }
    }
}
