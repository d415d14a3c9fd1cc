using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What lies ready for one partner, and what of it has left. One writer numbers all of it, so that whoever pages by the time of adding misses nothing.</summary>
public sealed record Collection
{
    public static readonly Collection Empty = new();

    /// <summary>The number of the last object.</summary>
    public long Last { get; init; }

    public DateTimeOffset LastAddedAt { get; init; }

    /// <summary>Every object by its number.</summary>
    public ImmutableDictionary<long, Entry> Entries { get; init; } = ImmutableDictionary<long, Entry>.Empty;

    /// <summary>The numbers of all versions of an object, the oldest first.</summary>
    public ImmutableDictionary<string, ImmutableArray<long>> Versions { get; init; } = ImmutableDictionary.Create<string, ImmutableArray<long>>(StringComparer.Ordinal);

    /// <summary>The newest version of an object that lies here.</summary>
    public Entry? Newest(string id) => Versions.TryGetValue(id, out var numbers) ? Entries[numbers[^1]] : null;

    /// <summary>The numbers under which exactly this lies here, under the same label: more than one where several things tell of it. It leaves once for all of them.</summary>
    public IEnumerable<long> Same(SharedObject what) => Versions.GetValueOrDefault(what.Id, []).Where(number => Entries[number].What is var other
        && other.Version == what.Version && other.Label == what.Label && SharedContent.HashOf(other.Content) == SharedContent.HashOf(what.Content));

    /// <summary>An object as it lies here.</summary>
    public sealed record Entry(SharedObject What, DateTimeOffset AddedAt, DateTimeOffset? TakenAt = null, string? Way = null, string? Basis = null);
}

[JsonDerivedType(typeof(AddObjects), "add-objects")]
[JsonDerivedType(typeof(TakeObjects), "take-objects")]
[JsonDerivedType(typeof(WithdrawObjects), "withdraw-objects")]
public abstract record CollectionCommand : ICommand<Collection, CollectionEvent>
{
    public abstract Decision<CollectionEvent> Decide(Collection state, Context context);
}

public static class CollectionRefusals
{
    public static Refusal VersionTaken(string id)
        => new(RefusalKind.Conflict, "collection.version-taken", $"{id} has left in this version with another content. Give it a later version.");
}
