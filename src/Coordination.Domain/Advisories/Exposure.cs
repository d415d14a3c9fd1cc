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

    /// <summary>Streams of addressees that said "patched", with the moment: what is seen after it contradicts them once, and ends this.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Watching { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Those whom something seen at this moment contradicts.</summary>
    public IEnumerable<string> ContradictedAt(DateTimeOffset seen) => Watching.Where(one => one.Value < seen).Select(one => one.Key);
}

/// <summary>All that can happen to what is known of a vulnerability at an institution.</summary>
[JsonDerivedType(typeof(SeenOpen), "seen-open")]
[JsonDerivedType(typeof(ClaimedPatched), "claimed-patched")]
[JsonDerivedType(typeof(ClaimEnded), "claim-ended")]
public abstract record ExposureEvent;

/// <summary>An alert shows it open.</summary>
public sealed record SeenOpen(string Cve, AlertId Alert, DateTimeOffset SeenAt) : ExposureEvent;

/// <summary>An advisory about it was answered with "patched".</summary>
/// <param name="Addressee">The stream of that advisory at that institution.</param>
/// <param name="ClaimedAt">When that was said; what was written before this was kept counts from when it was recorded.</param>
public sealed record ClaimedPatched(string Cve, string Addressee, DateTimeOffset? ClaimedAt = null) : ExposureEvent;

/// <summary>That answer no longer stands: it was changed, or nothing is asked there any more.</summary>
public sealed record ClaimEnded(string Cve, string Addressee) : ExposureEvent;

[JsonDerivedType(typeof(RecordSeenOpen), "record-seen-open")]
[JsonDerivedType(typeof(RecordPatched), "record-patched")]
[JsonDerivedType(typeof(EndPatched), "end-patched")]
public abstract record ExposureCommand : ICommand<Exposure, ExposureEvent>
{
    public abstract Decision<ExposureEvent> Decide(Exposure state, Context context);
}

/// <summary>An alert shows it open. Written down where it contradicts somebody; otherwise once a day, for what may be claimed of it and is heard of late.</summary>
public sealed record RecordSeenOpen(string Cve, AlertId Alert, DateTimeOffset SeenAt) : ExposureCommand
{
    private static readonly TimeSpan Often = TimeSpan.FromDays(1);

    public override Decision<ExposureEvent> Decide(Exposure state, Context context)
        => SeenAt <= state.LastSeenAt || (SeenAt - state.LastSeenAt < Often && !state.ContradictedAt(SeenAt).Any()) ? Decision<ExposureEvent>.Nothing : new SeenOpen(Cve, Alert, SeenAt);
}

/// <summary>It is said to be patched: the first alert that sees it open after that is told there.</summary>
public sealed record RecordPatched(string Cve, string Addressee, DateTimeOffset? ClaimedAt = null) : ExposureCommand
{
    public override Decision<ExposureEvent> Decide(Exposure state, Context context)
        => state.Watching.TryGetValue(Addressee, out var known) && known >= (ClaimedAt ?? known) ? Decision<ExposureEvent>.Nothing : new ClaimedPatched(Cve, Addressee, ClaimedAt ?? context.Now);
}

/// <summary>It is no longer said to be patched, since this moment: what was claimed later stands.</summary>
public sealed record EndPatched(string Cve, string Addressee, DateTimeOffset EndedAt) : ExposureCommand
{
    public override Decision<ExposureEvent> Decide(Exposure state, Context context)
        => state.Watching.TryGetValue(Addressee, out var claimed) && claimed <= EndedAt ? new ClaimEnded(Cve, Addressee) : Decision<ExposureEvent>.Nothing;
}

/// <summary>Exposures: a vulnerability at an institution each.</summary>
public sealed class ExposureKind : Kind<Exposure, ExposureCommand, ExposureEvent>
{
    public static readonly ExposureKind Instance = new();

    public override string Name => "exposure";

    public override Exposure Empty => Exposure.Empty;

    public override int SnapshotSchema => 2;

    public static StreamId Stream(InstitutionId institution, string cve) => new("exposure", $"{institution},{cve.ToUpperInvariant()}");

    public override Exposure Apply(Exposure state, Recorded<ExposureEvent> recorded) => recorded.Event switch
    {
        SeenOpen e => state with { Cve = e.Cve, LastAlert = e.Alert, LastSeenAt = e.SeenAt, Watching = state.Watching.RemoveRange(state.ContradictedAt(e.SeenAt)) },
        // Seen already since then: it is told at once, and that is all.
        ClaimedPatched e when (e.ClaimedAt ?? recorded.At) < state.LastSeenAt => state with { Cve = e.Cve },
        ClaimedPatched e => state with { Cve = e.Cve, Watching = state.Watching.SetItem(e.Addressee, e.ClaimedAt ?? recorded.At) },
        ClaimEnded e => state with { Watching = state.Watching.Remove(e.Addressee) },
        _ => state,
    };

    public override Effects React(StreamId stream, Exposure before, IReadOnlyList<Recorded<ExposureEvent>> events, Exposure after)
        => Reactions.OfExposure(before, events, after);
}
