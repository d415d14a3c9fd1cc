using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>A command on its way to a thing. The command travels as the JSON that the outbox and the operation log keep too, so that there is one form of it.</summary>
[GenerateSerializer, Immutable, Alias("operation")]
public sealed record Operation
{
    /// <summary>The caller's key: a repeat with the same command gets the first answer. Null for what an outbox message asks, which is answered once anyway.</summary>
    [Id(0)]
    public string? Id { get; init; }

    /// <summary>Who asks: see <see cref="Domain.Journal.Actor"/>.</summary>
    [Id(1)]
    public required string Actor { get; init; }

    /// <summary>The command as UTF-8 JSON, with its name.</summary>
    [Id(2)]
    public required byte[] Command { get; init; }

    /// <summary>The version that the caller saw.</summary>
    [Id(3)]
    public long? IfVersion { get; init; }

    /// <summary>The messages that this operation answers: they are deleted in its commit.</summary>
    [Id(4)]
    public IReadOnlyList<Message> Answers { get; init; } = [];

    /// <summary>A refusal takes its messages out of service and shows them to people. Otherwise they are left for the caller to route elsewhere.</summary>
    [Id(5)]
    public bool ParkOnRefusal { get; init; }
}

/// <summary>A message of the outbox as it is delivered.</summary>
[GenerateSerializer, Immutable, Alias("message")]
public sealed record Message([property: Id(0)] string Id, [property: Id(1)] string? Key, [property: Id(2)] byte[] Body);

/// <summary>What became of an operation.</summary>
public enum Outcome
{
    /// <summary>Agreed and committed (perhaps nothing new).</summary>
    Done,

    /// <summary>Refused by a rule.</summary>
    Refused,

    /// <summary>The message that asked was answered before, or its key has been closed: nothing was recorded.</summary>
    Gone,
}

/// <summary>The answer to an operation.</summary>
[GenerateSerializer, Immutable, Alias("answer")]
public sealed record Answer
{
    [Id(0)]
    public required Outcome Outcome { get; init; }

    /// <summary>The version of the stream after it.</summary>
    [Id(1)]
    public long Version { get; init; }

    [Id(2)]
    public RefusalKind RefusalKind { get; init; }

    [Id(3)]
    public string? Code { get; init; }

    [Id(4)]
    public string? Detail { get; init; }

    [Id(5)]
    public string? Field { get; init; }

    /// <summary>For <c>claim.taken</c>: the stream that owns what was claimed.</summary>
    [Id(6)]
    public string? Owner { get; init; }

    /// <summary>The names of the events that were committed.</summary>
    [Id(7)]
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>What the kind tells besides: see <see cref="Domain.Journal.Kind{TState,TCommand,TEvent}.Tell"/>. Empty for a repeat.</summary>
    [Id(8)]
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Why it was refused, or null.</summary>
    public Refusal? Refusal => Code is null ? null : new(RefusalKind, Code, Detail ?? "", Field);

    public static Answer Refused(Refusal refusal, long version, string? owner = null) => new()
    {
        Outcome = Outcome.Refused,
        Version = version,
        RefusalKind = refusal.Kind,
        Code = refusal.Code,
        Detail = refusal.Detail,
        Field = refusal.Field,
        Owner = owner,
    };

    /// <summary>The answer to an operation that is known: the first one, or a refusal where the request is another.</summary>
    internal static Answer Repeated(OperationRecord record, string requestHash)
        => record.RequestHash != requestHash ? Refused(Reused, record.Version)
            : record.Refusal is { } refusal ? Refused(refusal, record.Version)
            : new() { Outcome = Outcome.Done, Version = record.Version };

    private static readonly Refusal Reused = new(
        RefusalKind.Conflict, "operation.reused", "This Idempotency-Key was used for another request. Use a new key for a new request.");
}
