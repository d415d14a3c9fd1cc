using System.Text.Json.Serialization;

namespace Coordination.Contracts.Advisories;

/// <summary>Names a CSAF provider whose documents are collected, for example <c>example-vendor</c>.</summary>
[JsonConverter(typeof(IdConverter<ProviderId>))]
public readonly record struct ProviderId(string Value) : IId<ProviderId>
{
    public static ProviderId Of(string value) => new(value);

    public static ProviderId Parse(string s, IFormatProvider? provider) => Id.Parse<ProviderId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out ProviderId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>Registers a CSAF provider, or changes how it is read.</summary>
public sealed record ProviderRequest
{
    public required string Name { get; init; }

    /// <summary>Of its <c>provider-metadata.json</c>, or of the publisher's site, where that is looked for.</summary>
    public required string Address { get; init; }

    /// <summary>It is read every so many hours; null: only when someone asks.</summary>
    public int? EveryHours { get; init; }

    /// <summary>What has not changed since that day is left alone.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>An advisory is drafted from each document; otherwise people choose.</summary>
    public bool Draft { get; init; }
}

/// <summary>A provider, what was read of it, and what was not taken.</summary>
public sealed record ProviderView
{
    public required ProviderId Id { get; init; }
    public required long Version { get; init; }
    public required ProviderRequest Settings { get; init; }

    /// <summary>The publisher as its metadata names it.</summary>
    public string? Publisher { get; init; }

    /// <summary>The namespace for which it speaks. Documents of another are not taken from it.</summary>
    public string? Namespace { get; init; }

    /// <summary>A reading is under way.</summary>
    public bool Reading { get; init; }

    /// <summary>How many documents are still to be read in it.</summary>
    public int Left { get; init; }
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When a reading ended last, well or not.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>When it is read next by itself.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>How many documents, or newer versions of them, were taken in all.</summary>
    public long Taken { get; init; }

    /// <summary>Why the last reading ended early.</summary>
    public string? Failure { get; init; }

    /// <summary>What was not taken, with the reason.</summary>
    public IReadOnlyList<RejectedDocument> Rejected { get; init; } = [];
}

/// <summary>A document of a provider that was not taken.</summary>
/// <param name="Key">A hash of its address.</param>
/// <param name="Code">Stable, for example <c>csaf-hash</c>.</param>
/// <param name="Again">It is tried again with the next reading; otherwise only when the provider says that it has changed.</param>
/// <param name="At">When that was recorded; null before it was.</param>
public sealed record RejectedDocument(string Url, string Key, string Code, string Reason, bool Again = false, DateTimeOffset? At = null);
