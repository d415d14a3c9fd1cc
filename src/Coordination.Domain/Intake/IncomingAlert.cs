using Coordination.Contracts;
using Coordination.Contracts.Incidents;

namespace Coordination.Domain.Intake;

/// <summary>One line of a source, read and checked but not yet attributed. What a format does not know stays in the original.</summary>
public sealed record IncomingAlert
{
    /// <summary>What happened, for people; at most 500 characters.</summary>
    public required string Title { get; init; }

    /// <summary>RSIT type, in its RSIT spelling, for example <c>infected-system</c>.</summary>
    public required string Classification { get; init; }

    /// <summary>What the source calls it (IntelMQ <c>classification.identifier</c>), part of the fingerprint.</summary>
    public string? Identifier { get; init; }

    /// <summary>Name of the feed within the source, part of the fingerprint.</summary>
    public string? Feed { get; init; }

    /// <summary>As the source says; null: the source's default.</summary>
    public Severity? Severity { get; init; }

    /// <summary>As the source says; null: the source's default, shown as such.</summary>
    public Tlp? Tlp { get; init; }
    public string? SourceIp { get; init; }
    public string? SourceFqdn { get; init; }
    public string? SourceUrl { get; init; }
    public string? SourceNetwork { get; init; }
    public string? SourceAccount { get; init; }
    public long? SourceAsn { get; init; }
    public int? SourcePort { get; init; }
    public string? DestinationIp { get; init; }
    public string? DestinationFqdn { get; init; }
    public int? DestinationPort { get; init; }
    public string? MalwareName { get; init; }

    /// <summary>When the source says it happened.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The source sends it for an exercise: it never joins what is real, and nothing of it leaves the system.</summary>
    public bool Exercise { get; init; }

    /// <summary>The source says that what it told before is over: this opens nothing.</summary>
    public bool Resolved { get; init; }

    /// <summary>Where the source shows it, for people: an http or https address.</summary>
    public string? Link { get; init; }

    /// <summary>More facts than one source and one destination, in their normal form.</summary>
    public IReadOnlyList<Observable>? Observables { get; init; }
}

/// <summary>A line as it came and what was made of it: an alert or a refusal.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Original">The line's bytes, kept as they came.</param>
public sealed record IntakeLine(int Number, ReadOnlyMemory<byte> Original, IncomingAlert? Alert, Refusal? Refusal);

/// <summary>One line of a document that holds several, with its own bytes.</summary>
public sealed record DocumentLine(ReadOnlyMemory<byte> Original, IncomingAlert? Alert, Refusal? Refusal);

/// <summary>Reads the lines of one format.</summary>
public interface IIntakeFormat
{
    Contracts.Intake.SourceFormat Format { get; }

    /// <summary>One alert of one JSON object. <paramref name="receivedAt"/> bounds what a source may claim of time.</summary>
    IncomingAlert? Read(System.Text.Json.JsonElement line, DateTimeOffset receivedAt, out Refusal? refusal);

    /// <summary>The largest JSON object, in bytes; null: as large as one line may be.</summary>
    int? MaxDocumentBytes => null;

    /// <summary>All lines of one JSON object; null: it is a line itself.</summary>
    IReadOnlyList<DocumentLine>? ReadAll(System.Text.Json.JsonElement document, DateTimeOffset receivedAt) => null;
}
