using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>What is known of one vulnerability at one institution: when it was last seen open, and which advisories were answered with "patched".</summary>
public sealed record Exposure
{
    public static readonly Exposure Empty = new();

    public string Cve { get; init; } = "";
    public AlertId? LastAlert { get; init; }
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Streams of addressees that said "patched"; they are told what is seen.</summary>
    public ImmutableArray<string> Watching { get; init; } = [];
}

/// <summary>All that can happen to what is known of a vulnerability at an institution.</summary>
[JsonDerivedType(typeof(SeenOpen), "seen-open")]
[JsonDerivedType(typeof(ClaimedPatched), "claimed-patched")]
public abstract record ExposureEvent;

/// <summary>An alert shows it open.</summary>
public sealed record SeenOpen(string Cve, AlertId Alert, DateTimeOffset SeenAt) : ExposureEvent;

/// <summary>An advisory about it was answered with "patched".</summary>
/// <param name="Addressee">The stream of that advisory at that institution.</param>
public sealed record ClaimedPatched(string Cve, string Addressee) : ExposureEvent;

[JsonDerivedType(typeof(RecordSeenOpen), "record-seen-open")]
[JsonDerivedType(typeof(RecordPatched), "record-patched")]
public abstract record ExposureCommand : ICommand<Exposure, ExposureEvent>
{
    public abstract Decision<ExposureEvent> Decide(Exposure state, Context context);
}

/// <summary>An alert shows it open. A sensor that says so every minute is written down once an hour; what was claimed since is measured by that too.</summary>
public sealed record RecordSeenOpen(string Cve, AlertId Alert, DateTimeOffset SeenAt) : ExposureCommand
{
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);

    public override Decision<ExposureEvent> Decide(Exposure state, Context context)
        => SeenAt <= state.LastSeenAt || (state.Watching.IsEmpty && SeenAt - state.LastSeenAt < Often) ? Decision<ExposureEvent>.Nothing : new SeenOpen(Cve, Alert, SeenAt);
}

/// <summary>It is said to be patched: from now on what is seen is told there.</summary>
public sealed record RecordPatched(string Cve, string Addressee) : ExposureCommand
{
    public override Decision<ExposureEvent> Decide(Exposure state, Context context)
        => state.Watching.Contains(Addressee) ? Decision<ExposureEvent>.Nothing : new ClaimedPatched(Cve, Addressee);
}

/// <summary>Exposures: a vulnerability at an institution each.</summary>
public sealed class ExposureKind : Kind<Exposure, ExposureCommand, ExposureEvent>
{
    public static readonly ExposureKind Instance = new();

    public override string Name => "exposure";

    public override Exposure Empty => Exposure.Empty;

    public static StreamId Stream(InstitutionId institution, string cve) => new("exposure", $"{institution},{cve.ToUpperInvariant()}");

    public override Exposure Apply(Exposure state, Recorded<ExposureEvent> recorded) => recorded.Event switch
    {
        SeenOpen e => state with { Cve = e.Cve, LastAlert = e.Alert, LastSeenAt = e.SeenAt },
        ClaimedPatched e => state with { Cve = e.Cve, Watching = state.Watching.Add(e.Addressee) },
        _ => state,
    };

    public override Effects React(StreamId stream, Exposure before, IReadOnlyList<Recorded<ExposureEvent>> events, Exposure after)
        => Reactions.OfExposure(events, after);
}
