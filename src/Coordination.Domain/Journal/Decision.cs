using Coordination.Contracts;

namespace Coordination.Domain.Journal;

/// <summary>What a command leads to: events, or nothing new, or a refusal.</summary>
public sealed class Decision<TEvent>
{
    /// <summary>Agreed, and nothing new to record.</summary>
    public static readonly Decision<TEvent> Nothing = new([], null);

    private Decision(IReadOnlyList<TEvent> events, Refusal? refusal)
    {
        Events = events;
        Refusal = refusal;
    }

    public IReadOnlyList<TEvent> Events { get; }

    public Refusal? Refusal { get; }

    public static Decision<TEvent> Of(params IReadOnlyList<TEvent> events) => new(events, null);

    public static Decision<TEvent> Refuse(Refusal refusal) => new([], refusal);

    public static implicit operator Decision<TEvent>(TEvent only) => new([only], null);

    public static implicit operator Decision<TEvent>(Refusal refusal) => Refuse(refusal);
}
