using System.Text.Json.Serialization;

namespace Coordination.Domain.Exchange;

/// <summary>
/// Where the bringing of what lies ready stands. All of it goes in the order in which it was laid ready; what may not go is passed by and stands in nobody's way. It has not left, so it is found again by its row, and
/// each push looks at it once more before it goes on to what is new.
/// </summary>
public sealed record PushMark
{
    public static readonly PushMark Start = new();

    /// <summary>Whatever was laid ready up to then was looked at: it has left, is held, or was passed by.</summary>
    public DateTimeOffset Through { get; init; }

    /// <summary>The numbers of what goes before all else: what must be sent again, and what was passed by and may go now.</summary>
    public IReadOnlyList<long> Held { get; init; } = [];

    /// <summary>Nothing was passed by that was laid ready before; null: nothing was passed by.</summary>
    public DateTimeOffset? PassedFrom { get; init; }

    /// <summary>Whatever was passed by and laid ready up to then was looked at once more in this push; null: nothing yet.</summary>
    public DateTimeOffset? AgainThrough { get; init; }

    /// <summary>Some was passed by that this push has not yet looked at once more.</summary>
    [JsonIgnore]
    public bool LooksAgain => PassedFrom <= Through && !(AgainThrough >= Through);

    /// <summary>Another push begins: it looks at all that was passed by.</summary>
    public PushMark Begun() => this with { AgainThrough = null };

    /// <summary>These go before all else.</summary>
    public PushMark Holding(IEnumerable<long> numbers) => this with { Held = [.. Held.Union(numbers).Order()] };

    /// <summary>What was held was looked at, and goes but for these, which may not.</summary>
    public PushMark AfterHeld(IReadOnlyList<SharedObjectRow> stays) => (this with { Held = [] }).PassingBy(stays);

    /// <summary>What is new was looked at, and goes but for these, which may not.</summary>
    /// <param name="through">When the last of it was laid ready; null: nothing is new.</param>
    public PushMark AfterNew(DateTimeOffset? through, IReadOnlyList<SharedObjectRow> stays)
        => (this with { Through = through ?? Through, AgainThrough = through ?? Through }).PassingBy(stays);

    /// <summary>Some of what was passed by was looked at once more. What of it may go is held.</summary>
    /// <param name="seen">In the order in which it was laid ready, from where the look before ended.</param>
    /// <param name="may">The numbers of what may go.</param>
    /// <param name="more">More was passed by than was seen.</param>
    public PushMark AfterAgain(IReadOnlyList<SharedObjectRow> seen, IReadOnlyCollection<long> may, bool more)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var through = more ? seen[^1].AddedAt : Through;
        var oldest = seen.FirstOrDefault(row => !may.Contains(row.Number))?.AddedAt;
        // As long as this push has found nothing that still may not go, nothing passed by lies before what it has looked at.
        var from = PassedFrom <= AgainThrough ? PassedFrom : oldest ?? (more ? through.AddMicroseconds(1) : null);
        return Holding(may) with { AgainThrough = through, PassedFrom = from };
    }

    /// <summary>These may not go. What was recorded as gone and may never have arrived is held, for its row says that it has left; what the partner fetched, it has.</summary>
    private PushMark PassingBy(IReadOnlyList<SharedObjectRow> stays)
        => Holding(stays.Where(row => row is { TakenAt: not null, Way: "push" }).Select(row => row.Number)) with
        {
            PassedFrom = stays.Where(row => row.TakenAt is null).Select(row => (DateTimeOffset?)row.AddedAt).Append(PassedFrom).Min(),
        };
}
