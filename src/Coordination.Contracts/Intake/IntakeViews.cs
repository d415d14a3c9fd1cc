using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Intake;

/// <summary>An indicator by the partner that gave it and its STIX id: what it says is opened there.</summary>
public sealed record IndicatorRef(PartnerId Partner, string Id);

/// <summary>The answer to a delivery of alerts: one receipt for each line, in the order in which they came.</summary>
public sealed record IntakeAnswer(int Accepted, int Repeated, int Refused, IReadOnlyList<Receipt> Receipts);

/// <summary>What became of one line. Numbers count from 1.</summary>
public enum ReceiptStatus
{
    Accepted,
    Repeated,
    Refused,
}

/// <summary>What became of one line.</summary>
/// <param name="Line">Which line, from 1.</param>
/// <param name="Status">Accepted as new, counted as a repetition, or refused.</param>
/// <param name="Alert">The alert, or for a repetition the one it repeats.</param>
/// <param name="Refusal">Why it was refused and what to do.</param>
public sealed record Receipt(int Line, ReceiptStatus Status, AlertId? Alert = null, Refusal? Refusal = null);

/// <summary>An alert as people see it.</summary>
public sealed record AlertView
{
    public required AlertId Id { get; init; }
    public required SourceId Source { get; init; }
    public required string Title { get; init; }

    /// <summary>RSIT type.</summary>
    public required string Classification { get; init; }
    public required Severity Severity { get; init; }
    public required Tlp Tlp { get; init; }
    public bool TlpIsDefault { get; init; }
    public string? SourceIp { get; init; }
    public string? SourceFqdn { get; init; }
    public long? SourceAsn { get; init; }
    public string? DestinationIp { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the source says it happened.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>How often the same line came again.</summary>
    public long Repeats { get; init; }

    /// <summary>When the source said that it is over; null where it did not, or it came again since.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Where the source shows it; staff only.</summary>
    public string? Link { get; init; }

    /// <summary>The indicator of a partner that raised it; staff only.</summary>
    public IndicatorRef? Indicator { get; init; }
    public InstitutionRef? Institution { get; init; }

    /// <summary>Why nobody was found, or which institutions it could have been.</summary>
    public string? Unattributed { get; init; }

    /// <summary>The advisories to which it refers; staff only.</summary>
    public IReadOnlyList<AdvisoryRef> Advisories { get; init; } = [];
}

/// <summary>Gives an unattributed alert to an institution.</summary>
public sealed record AttributeAlertRequest(InstitutionId Institution);

/// <summary>Puts an unattributed alert aside, with a reason.</summary>
public sealed record DismissAlertRequest(string Reason);

/// <summary>How the lines of a source are written.</summary>
public enum SourceFormat
{
    /// <summary>Coordination's own JSON.</summary>
    Native,

    /// <summary>IntelMQ events as flat JSON.</summary>
    Intelmq,

    /// <summary>What Alertmanager posts to a webhook (version 4): each alert of the group is a line.</summary>
    Alertmanager,

    /// <summary>Events of MISP's core format, one or several: each event is a line, with the facts of its attributes.</summary>
    Misp,
}

/// <summary>A source of alerts and how it is treated.</summary>
public sealed record SourceView(SourceId Id, long Version, string Name, SourceFormat Format, Tlp DefaultTlp, int WindowHours, Severity DefaultSeverity, string? DefaultClassification = null);

/// <summary>Registers or changes a source.</summary>
public sealed record SourceRequest
{
    public required string Name { get; init; }
    public SourceFormat Format { get; init; } = SourceFormat.Native;
    public Tlp DefaultTlp { get; init; } = Tlp.Amber;
    public Severity DefaultSeverity { get; init; } = Severity.Medium;

    /// <summary>Sightings of the same thing within this many hours join one incident; 1 to 720.</summary>
    public int WindowHours { get; init; } = 24;

    /// <summary>The RSIT type of what a line does not classify; left out: <c>undetermined</c>.</summary>
    public string? DefaultClassification { get; init; }
}
