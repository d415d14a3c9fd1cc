using System.Collections.Concurrent;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;
using Coordination.Contracts.OnCall;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.OnCall;
using Coordination.Grains.Access;
using Coordination.Grains.Intake;
using Coordination.Grains.Journal;
using Coordination.Grains.Notification;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Coordination.Grains.Tests;

/// <summary>A cluster of two silos in this process on one SQLite file, with a clock that only tests move.</summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-grains-").FullName;
    private InProcessTestCluster _cluster = null!;
    private SqliteStore _store = null!;

    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly InstitutionId Agency = InstitutionId.Of("agency");
    public static readonly PersonId Ada = PersonId.Of("ada");
    public static readonly PersonId Ben = PersonId.Of("ben");
    public static readonly RosterId Duty = RosterId.Of("duty");
    public static readonly SourceId Sensor = SourceId.Of("sensor");

    public FakeTimeProvider Clock { get; } = new(Noon);

    /// <summary>Between the client and the silos.</summary>
    public Cable Cable { get; } = new();

    /// <summary>What shows the silos that a call is one of theirs.</summary>
    public CallerKey Key { get; } = new([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);

    public FakeSender Mail { get; } = new();

    /// <summary>Stands before the real journal: refuses, fails, or loses answers when a test says so.</summary>
    public FaultyJournal Journal { get; private set; } = null!;

    public IGrainFactory Grains => _cluster.Client;

    public IRows Rows => _store.Rows;

    public IOutbox Outbox => _store.Outbox;

    public IIntake Intake => _cluster.Silos[0].ServiceProvider.GetRequiredService<IIntake>();

    public async Task InitializeAsync()
    {
        var options = new SqliteOptions
        {
            DataFile = Path.Combine(_folder, "data.db"),
            KeyFolder = Path.Combine(_folder, "keys"),
            CheckpointFolder = Path.Combine(_folder, "checkpoints"),
        };
        _store = await SqliteStore.OpenAsync(options, Kinds.Tables, Kinds.All, Clock, NullLoggerFactory.Instance, default);
        Journal = new(_store.Journal);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage("snapshots");
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.Services.AddSingleton(_store.Feed);
            silo.Services.AddSingleton(_store.Outbox);
            silo.Services.AddSingleton(_store.Rows);
            silo.Services.AddSingleton<IErasure>(_store);
            silo.Services.AddSingleton<ISender>(Mail);
            silo.Services.AddSingleton<ILinkSigner>(new FakeLinks());
            silo.Services.AddSingleton(Key);
            silo.Services.AddCoordinationGrains();
        });
        builder.ConfigureClient(client =>
        {
            client.Services.AddSingleton<TimeProvider>(Clock);
            client.Services.AddSingleton(Key);
            client.Services.AddSealedCalls();
            client.Services.AddSingleton<IOutgoingGrainCallFilter>(Cable);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();

        await AgreedAsync(Grains.Institution(Agency).ExecuteAsync(
            new RegisterInstitution(new() { Name = "Agency", Abbreviation = "AG", Networks = ["192.0.2.0/24"], Contacts = [new("desk", Channel.Mail, "desk@agency.example")] }), Actor.System));
        await AgreedAsync(Grains.Person(Ada).ExecuteAsync(new AddPerson(new("Ada", "ada@cert.example", Role.Officer)), Actor.System));
        await AgreedAsync(Grains.Person(Ben).ExecuteAsync(new AddPerson(new("Ben", "ben@cert.example", Role.Officer)), Actor.System));
        await AgreedAsync(Grains.Roster(Duty).ExecuteAsync(
            new SetRoster(new() { Name = "Duty", Zone = "Europe/Brussels", Rotation = new([Ada], new(2026, 1, 5, 9, 0, 0), 7) }), Actor.System));
        await AgreedAsync(Grains.Source(Sensor).ExecuteAsync(new SetSource(new() { Name = "Sensor" }), Actor.System));
        await AgreedAsync(Grains.Policy(PolicyId.Of("high")).ExecuteAsync(
            new SetPolicy(new() { Name = "High", Severities = [Severity.High], Steps = [new([new() { OnCall = Duty }], 5), new([new() { Person = Ben }], 10)] }), Actor.System));
    }

    public async Task DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static IncomingAlert Line(string ip, string type = "infected-system", Severity severity = Severity.Medium, string? identifier = "bot")
        => new() { Title = $"{type} at {ip}", Classification = type, Severity = severity, SourceIp = ip, Identifier = identifier };

    public Task<IntakeAnswer> PostAsync(params IncomingAlert[] alerts)
        => Intake.AcceptAsync(Sensor, [.. alerts.Select((alert, index) => new IntakeLine(index + 1, JsonSerializer.SerializeToUtf8Bytes(alert, Wire.Json), alert, null))], null, default);

    public async Task<IReadOnlyList<Row<IncidentRow>>> IncidentsAsync() => (await Rows.ListAsync(IncidentRows.Lines, new(), default)).Rows;

    /// <summary>Sends a thing out of memory.</summary>
    public Task DeactivateAsync(StreamId stream) => _cluster.DeactivateAsync(Grains.Thing(stream));

    /// <summary>Moves the clock a little at a time, so that what is due has its turn.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        while (Clock.GetUtcNow() < end)
        {
            var step = end - Clock.GetUtcNow();
            Clock.Advance(step > TimeSpan.FromSeconds(5) ? TimeSpan.FromSeconds(5) : step);
            await QuietAsync();
        }
    }

    /// <summary>Waits, in real time, until nothing that is due is left to do.</summary>
    public Task QuietAsync() => UntilAsync(async () =>
    {
        var state = await Outbox.StateAsync(default);
        if (state.Overdue > 0)
        {
            // What was written without a place in memory waits for a sweep; sweeps wait for the clock.
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        return state.Overdue == 0;
    });

    /// <summary>Waits, in real time, for a condition.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    public static async Task<Answer> AgreedAsync(Task<Answer> asked)
    {
        var answer = await asked;
        Assert.Equal(Outcome.Done, answer.Outcome);
        return answer;
    }

    private sealed class FakeLinks : ILinkSigner
    {
        public string AcknowledgeLink(NotificationId notification, DateTimeOffset? due) => $"https://cert.example/ack/{notification}";
    }
}

/// <summary>Stands for the outside: keeps what it was given and answers as told.</summary>
public sealed class FakeSender : ISender
{
    public ConcurrentQueue<SendOrder> Sent { get; } = new();

    public Func<SendOrder, Task<SendResult>> Answer { get; set; } = _ => Task.FromResult(SendResult.Ok);

    public Channel Channel => Channel.Mail;

    public async Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken)
    {
        Sent.Enqueue(order);
        return await Answer(order);
    }

    public IEnumerable<SendOrder> To(string address) => Sent.Where(order => order.Address == address);
}

/// <summary>A journal whose commits fail before or after they are written, when a test says so.</summary>
public sealed class FaultyJournal(IJournal inner) : IJournal
{
    public Func<Commit, bool> FailBefore { get; set; } = _ => false;

    public Func<Commit, bool> LoseAnswer { get; set; } = _ => false;

    public int Commits { get; private set; }

    /// <summary>What has been read to be decided on.</summary>
    public ConcurrentQueue<StreamId> Opened { get; } = new();

    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        if (FailBefore(commit))
        {
            throw new CommitUnknownException("planted: before");
        }

        Commits++;
        var outcome = await inner.CommitAsync(commit, cancellationToken);
        return LoseAnswer(commit) ? throw new CommitUnknownException("planted: after") : outcome;
    }

    public Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken)
    {
        Opened.Enqueue(stream);
        return inner.OpenAsync(stream, most, cancellationToken);
    }

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken) => inner.ReadStreamAsync(stream, afterVersion, cancellationToken);

    public Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken) => inner.FindClaimsAsync(claims, cancellationToken);

    public Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken) => inner.FindOperationAsync(stream, operationId, cancellationToken);

    public Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken) => inner.ReserveNumbersAsync(sequence, count, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken) => inner.ReadOriginalAsync(id, cancellationToken);
}

/// <summary>Where calls can be changed after they were sealed.</summary>
public sealed class Cable : IOutgoingGrainCallFilter
{
    public Action<IOutgoingGrainCallContext>? Change { get; set; }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        Change?.Invoke(context);
        return context.Invoke();
    }
}
