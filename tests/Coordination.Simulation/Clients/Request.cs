using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Simulation.Cluster;

namespace Coordination.Simulation.Clients;

/// <summary>What a client knows of what it asked.</summary>
internal enum Known
{
    /// <summary>It still waits.</summary>
    Open,
    Done,
    Refused,

    /// <summary>It was told that nothing was done and asking again will not help.</summary>
    Failed,

    /// <summary>No answer came, or none that says what became of it.</summary>
    Unknown,
}

/// <summary>One time that a client asked.</summary>
internal sealed class Asked(int step, DateTimeOffset at, SimulatedProcess process)
{
    public int Step => step;

    public DateTimeOffset At => at;

    public SimulatedProcess Process => process;

    public Known Known { get; set; }

    /// <summary>When the client knew.</summary>
    public int AnsweredStep { get; set; }

    public Answer? Answer { get; set; }

    public IntakeAnswer? Receipts { get; set; }
}

/// <summary>What a client wants done, and every time that it asked for it under the same key.</summary>
internal sealed class Request
{
    public required int Number { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Verb { get; init; }

    /// <summary>The key of the operation. A repeat brings the same.</summary>
    public required string Id { get; init; }
    public required Actor Actor { get; init; }

    /// <summary>For a command: to whom, and what. What is not known before asking is made at the first time.</summary>
    public StreamId Stream { get; init; }
    public byte[]? Command { get; set; }
    public Func<string, byte[]>? CommandOfNumber { get; init; }
    public long? IfVersion { get; init; }

    /// <summary>For a delivery of alerts.</summary>
    public SourceId? Source { get; init; }
    public IReadOnlyList<IntakeLine> Lines { get; init; } = [];
    public List<Asked> Times { get; } = [];

    /// <summary>The client does not care any more, whatever became of it.</summary>
    public bool IsGivenUp { get; set; }

    public bool IsDelivery => Source is not null;

    public bool IsWaiting => Times.Exists(asked => asked.Known == Known.Open);

    /// <summary>The client knows what became of it.</summary>
    public bool IsKnown => Times.Exists(asked => asked.Known is Known.Done or Known.Refused);
}
