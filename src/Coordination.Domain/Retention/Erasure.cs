using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Retention;

/// <summary>What remains of what was erased: that it was, when, by whom and why. No content, and no name of a person.</summary>
[JsonDerivedType(typeof(ErasureBegun), "erasure-begun")]
[JsonDerivedType(typeof(ErasureDone), "erasure-done")]
public abstract record ErasureEvent;

/// <param name="What">The stream that is erased (<c>incident/…</c>, <c>person/…</c>), or what is erased by age: <c>alerts</c>, <c>notifications</c>, <c>readings</c>, <c>documents</c>, <c>requests</c>, <c>submissions</c>.</param>
/// <param name="Name">The number of an incident.</param>
/// <param name="By">Who decided it, as an actor.</param>
/// <param name="Rule">The retention rule by which it was due.</param>
/// <param name="Before">By age: what is older than this.</param>
/// <param name="Labels">By age: only what bears one of these labels; null where it has none.</param>
public sealed record ErasureBegun(
    string What, string Name, string Why, string By, string? Rule = null, DateTimeOffset? Before = null, IReadOnlyList<Tlp>? Labels = null) : ErasureEvent;

/// <param name="Parts">How much of each sort went.</param>
/// <param name="Left">Days of the intake that are still written, or hold alerts of others: their alerts are gone from everything that is shown, their streams are not yet destroyed.</param>
public sealed record ErasureDone(IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Left) : ErasureEvent;

/// <summary>An erasure as decisions need it.</summary>
public sealed record Erasure
{
    public static readonly Erasure Empty = new();

    public ErasureBegun? Order { get; init; }
    public DateTimeOffset BegunAt { get; init; }

    /// <summary>How often a round of the work was done.</summary>
    public int Rounds { get; init; }

    /// <summary>What went in all rounds together.</summary>
    public IReadOnlyList<ErasedPart> Parts { get; init; } = [];
}

[JsonDerivedType(typeof(BeginErasure), "begin-erasure")]
[JsonDerivedType(typeof(RecordErased), "record-erased")]
public abstract record ErasureCommand : ICommand<Erasure, ErasureEvent>
{
    public abstract Decision<ErasureEvent> Decide(Erasure state, Context context);
}

/// <summary>What was decided elsewhere is carried out. Asked again it is under way already.</summary>
public sealed record BeginErasure(
    string What, string Name, string Why, string By, string? Rule = null, DateTimeOffset? Before = null, IReadOnlyList<Tlp>? Labels = null) : ErasureCommand
{
    public override Decision<ErasureEvent> Decide(Erasure state, Context context)
        => state.Order is null ? new ErasureBegun(What, Name, Why, By, Rule, Before, Labels) : Decision<ErasureEvent>.Nothing;
}

/// <summary>A round of the work is over; it answers the message that asked for it.</summary>
public sealed record RecordErased(IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Left) : ErasureCommand
{
    public override Decision<ErasureEvent> Decide(Erasure state, Context context) => new ErasureDone(Parts, Left);
}

/// <summary>A round of the work of an erasure, as a message of the outbox. It may come twice: all that it asks for can be done again.</summary>
/// <param name="Days">In the second round: the days of the intake that were left.</param>
public sealed record EraseOrder(string What, DateTimeOffset? Before, IReadOnlyList<string> Days, IReadOnlyList<Tlp>? Labels = null);
