using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

[JsonDerivedType(typeof(ProviderSet), "provider-set")]
[JsonDerivedType(typeof(ProviderReadingBegun), "provider-reading-begun")]
[JsonDerivedType(typeof(ProviderRead), "provider-read")]
public abstract record ProviderEvent;

public sealed record ProviderSet(ProviderRequest Settings) : ProviderEvent;

public sealed record ProviderReadingBegun : ProviderEvent;

/// <summary>A step of a reading is done.</summary>
/// <param name="Publisher">As its metadata names it; null where that could not be read.</param>
/// <param name="Namespace">For whom it speaks.</param>
/// <param name="Read">What needs no reading again until it changes, rejected documents among it.</param>
/// <param name="Left">How many documents are still to be read.</param>
/// <param name="Failure">Why the reading ends here; what was read before stays read.</param>
public sealed record ProviderRead(
    string? Publisher, string? Namespace, IReadOnlyList<DocumentMark> Read, int Taken, IReadOnlyList<RejectedDocument> Rejected, int Left, string? Failure) : ProviderEvent;

/// <summary>A document of a provider as it was read.</summary>
/// <param name="Key">A hash of its address.</param>
/// <param name="Mark">What the listing said of its state then.</param>
public sealed record DocumentMark(string Key, string Mark);

/// <summary>A step of a reading, as a message of the outbox. It may come twice: what was taken is known.</summary>
public sealed record ReadOrder(long Reading);

/// <summary>A CSAF provider whose documents are collected.</summary>
public sealed record Provider
{
    public static readonly Provider Empty = new();

    public ProviderRequest? Settings { get; init; }

    /// <summary>The version at which it was set: what was armed before is no longer meant.</summary>
    public long SetAt { get; init; }

    /// <summary>For whom it spoke first. Another name later would be another publisher.</summary>
    public string? Namespace { get; init; }
    public string? Publisher { get; init; }

    /// <summary>The version of the stream at which the reading began that is under way; null where none is.</summary>
    public long? Reading { get; init; }
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When a step was recorded last.</summary>
    public DateTimeOffset? StepAt { get; init; }

    /// <summary>When a reading ended, well or not.</summary>
    public DateTimeOffset? DoneAt { get; init; }
    public int Left { get; init; }
    public long Taken { get; init; }

    /// <summary>Why the last reading ended early.</summary>
    public string? Failure { get; init; }

    /// <summary>Keys of what was tried in vain in this reading.</summary>
    public ImmutableHashSet<string> Tried { get; init; } = [];

    /// <summary>What was not taken, by address, with the reason.</summary>
    public ImmutableSortedDictionary<string, RejectedDocument> Rejected { get; init; } = ImmutableSortedDictionary.Create<string, RejectedDocument>(StringComparer.Ordinal);
}

[JsonDerivedType(typeof(SetProvider), "set-provider")]
[JsonDerivedType(typeof(ReadProvider), "read-provider")]
[JsonDerivedType(typeof(RecordProviderRead), "record-provider-read")]
public abstract record ProviderCommand : ICommand<Provider, ProviderEvent>
{
    public abstract Decision<ProviderEvent> Decide(Provider state, Context context);
}

public static class ProviderRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "provider.unknown", "There is no such provider. An administrator registers it with PUT /api/v1/advisories/csaf/providers/{provider}.");
    public static readonly Refusal Changed = new(RefusalKind.Changed, "provider.changed", "Someone else has changed the provider since you read it. Read it again.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "provider.name-missing", "Give the provider a name.", "name");
    public static readonly Refusal AddressInvalid = new(RefusalKind.Invalid, "provider.address-invalid", "Give the https address of a provider-metadata.json, or that of the publisher's site, without user name or fragment.", "address");
    public static readonly Refusal HoursInvalid = new(RefusalKind.Invalid, "provider.hours-invalid", "It is read every 1 to 720 hours, or only when someone asks.", "everyHours");
}
