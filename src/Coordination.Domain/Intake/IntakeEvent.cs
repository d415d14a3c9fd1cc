using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;

namespace Coordination.Domain.Intake;

/// <summary>All that can happen in the intake. A stream <c>intake/{source}/{day}/{n}</c> holds a share of one source's day.</summary>
[JsonDerivedType(typeof(AlertReceived), "alert-received")]
[JsonDerivedType(typeof(AlertRepeated), "alert-repeated")]
[JsonDerivedType(typeof(AlertsErased), "alerts-erased")]
[JsonDerivedType(typeof(AlertResolved), "alert-resolved")]
public abstract record IntakeEvent;

/// <summary>An alert was accepted. Whose it is was decided then and stands here, with what decided it.</summary>
/// <param name="OriginalSha256">Of the line as it came, which is kept beside the journal.</param>
public sealed record AlertReceived(AlertRecord Alert, string OriginalSha256) : IntakeEvent;

/// <summary>The same line came again, so many times.</summary>
/// <param name="Last">The line as it would have been kept, under the id of the alert that it repeats: it counts for the incident that is open now.</param>
public sealed record AlertRepeated(AlertId Alert, long Count, AlertRecord Last) : IntakeEvent;

/// <summary>The source says that it is over. That opens no incident and closes none: a person does.</summary>
public sealed record AlertResolved(AlertId Alert) : IntakeEvent;

/// <summary>These alerts are gone: their rows, their originals, and the claim by which a line is known for a repetition. What an earlier event says of them is not shown again.</summary>
/// <param name="Erased">The alerts.</param>
/// <param name="Repeats">The versions of this stream that counted a repetition of them, or said that they are over.</param>
public sealed record AlertsErased(IReadOnlyList<AlertId> Erased, IReadOnlyList<long> Repeats) : IntakeEvent;

/// <summary>An alert as it is kept.</summary>
public sealed record AlertRecord
{
    /// <summary>The fingerprint of the line: see <see cref="Fingerprint"/>.</summary>
    public required AlertId Id { get; init; }
    public required SourceId Source { get; init; }
    public required IncomingAlert Line { get; init; }
    public required Severity Severity { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public InstitutionId? Institution { get; init; }

    /// <summary>What decided whose it is, or why nothing did.</summary>
    public required string AttributedBy { get; init; }
    public required int WindowHours { get; init; }

    /// <summary>The label it is treated under.</summary>
    [JsonIgnore]
    public Tlp Tlp => Line.Tlp ?? DefaultTlp;

    /// <summary>The source's default.</summary>
    public required Tlp DefaultTlp { get; init; }

    /// <summary>The indicators of partners that found something in it; null where none did.</summary>
    public IReadOnlyList<IndicatorHit>? Indicators { get; init; }
}

/// <summary>What a lane of the intake remembers: the alerts it has just seen. Older ones are found by their claims.</summary>
public sealed record IntakeLane
{
    public static readonly IntakeLane Empty = new();

    /// <summary>Not kept in snapshots: what is forgotten is found by its claim.</summary>
    [JsonIgnore]
    public ImmutableHashSet<AlertId> Recent { get; init; } = [];

    /// <summary>So many are remembered before all are forgotten; forgetting costs a look-up, nothing else.</summary>
    private const int MaxRecent = 5_000;

    public IntakeLane Forget(IEnumerable<AlertId> alerts) => new() { Recent = Recent.Except(alerts) };

    public IntakeLane Remember(AlertId alert) => new() { Recent = (Recent.Count >= MaxRecent ? [] : Recent).Add(alert) };
}
