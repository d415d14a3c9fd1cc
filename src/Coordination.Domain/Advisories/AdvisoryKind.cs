using System.Collections.Immutable;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Attachments;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>A line of the list of advisories as it is kept. Staff only: an institution finds an advisory by what was addressed to it.</summary>
public sealed record AdvisoryRow
{
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required AdvisoryStatus Status { get; init; }
    public DraftStatus? Draft { get; init; }
    public required Severity Severity { get; init; }
    public required Tlp Tlp { get; init; }
    public bool CallForAction { get; init; }
    public int Revision { get; init; }
    public IReadOnlyList<string> Cves { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public decimal? Score { get; init; }
    public bool Exploited { get; init; }
    public bool Exercise { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>What an advisory's page shows besides its line.</summary>
public sealed record AdvisoryDetailRow(
    AdvisoryContent? Published, Draft? Draft, ImmutableArray<Recipient> Recipients, ImmutableArray<AdvisoryRevision> Revisions, ImmutableArray<IncidentId> Incidents, string? WithdrawnBecause,
    DateTimeOffset? WithdrawnAt = null, string? Document = null)
{
    /// <summary>The files that were published with it; those of the draft stand there.</summary>
    public IReadOnlyList<AttachmentId> Files { get; init; } = [];
    public IReadOnlyList<AlertId> Alerts { get; init; } = [];
}

/// <summary>An alert refers to an advisory.</summary>
public sealed record AlertReferenceRow(AlertId Alert, AdvisoryId Advisory);

/// <summary>Advisories: warnings with recommended actions.</summary>
public sealed class AdvisoryKind : Kind<Advisory, AdvisoryCommand, AdvisoryEvent>
{
    public static readonly AdvisoryKind Instance = new();

    public static readonly RowTable<AdvisoryRow> Lines = new("advisory_row",
    [
        RowTable<AdvisoryRow>.Text("number", row => row.Number),
        RowTable<AdvisoryRow>.Number("status", row => row.Status),
        RowTable<AdvisoryRow>.Number("in_review", row => row.Draft == DraftStatus.Review),
        RowTable<AdvisoryRow>.Number("severity", row => row.Severity),
        RowTable<AdvisoryRow>.Number("tlp", row => row.Tlp),
        RowTable<AdvisoryRow>.Number("call", row => row.CallForAction),
        RowTable<AdvisoryRow>.Number("exploited", row => row.Exploited),
        RowTable<AdvisoryRow>.Number("exercise", row => row.Exercise),
        RowTable<AdvisoryRow>.Text("tags", row => Words(row.Tags)),
        RowTable<AdvisoryRow>.Instant("updated_at", row => row.UpdatedAt),
        RowTable<AdvisoryRow>.Instant("published_at", row => row.PublishedAt),
    ])
    {
        Indexes = ["number", "status, updated_at", "updated_at", "published_at", "severity, updated_at"],
        SearchText = row => $"{((AdvisoryRow)row).Number} {((AdvisoryRow)row).Title} {string.Join(' ', ((AdvisoryRow)row).Cves)} {string.Join(' ', ((AdvisoryRow)row).Tags)}",
    };

    public static readonly RowTable<AdvisoryDetailRow> Details = new("advisory_detail_row", []);

    public static readonly RowTable<AlertReferenceRow> AlertReferences = new("advisory_alert_row", [RowTable<AlertReferenceRow>.Text("alert", row => row.Alert.Value)]) { Indexes = ["alert"] };

    public override string Name => "advisory";

    public override Advisory Empty => Advisory.Empty;

    public override int SnapshotSchema => 2;

    public static StreamId Stream(AdvisoryId id) => new("advisory", id.Value);

    public override Advisory Apply(Advisory state, Recorded<AdvisoryEvent> recorded) => state.Apply(recorded);

    public override bool IsExercise(Advisory after, AdvisoryEvent happened) => after.Exercise;

    public override Effects React(StreamId stream, Advisory before, IReadOnlyList<Recorded<AdvisoryEvent>> events, Advisory after)
        => Reactions.OfAdvisory(stream, before, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Advisory before, Recorded<AdvisoryEvent> recorded, Advisory after)
    {
        yield return Lines.Put(stream.Key, Line(after));
        yield return Details.Put(stream.Key, new(after.Published, after.Draft, after.Recipients, after.Revisions, after.Incidents, after.WithdrawnBecause, after.WithdrawnAt, after.Document) { Files = after.Files, Alerts = after.Alerts });
        foreach (var attachment in AttachmentRows.Of(stream, before.Attachments, after.Attachments))
        {
            yield return attachment;
        }

        if (recorded.Event is AlertReferred referred)
        {
            yield return AlertReferences.Put($"{stream.Key}@{referred.Alert}", new(referred.Alert, AdvisoryId.Of(stream.Key)));
        }
        else if (recorded.Event is AlertReferenceEnded ended)
        {
            yield return AlertReferences.Remove($"{stream.Key}@{ended.Alert}");
        }

        yield return Timeline.Entry(stream, stream, recorded, AdvisoryTimeline.Describe(recorded.Event));
    }

    public override bool Begins(AdvisoryCommand command) => command is DraftAdvisory;

    public override IEnumerable<Lookup> Needs(Advisory state, AdvisoryCommand command) => command switch
    {
        AddRecipients add =>
        [
            .. add.Institutions.Distinct().Take(Recipients.Most).Select(one => new InstitutionById(one)),
            .. add.Group is { } group ? [new InstitutionsOf(group)] : Array.Empty<Lookup>(),
            .. add.Everyone ? [new InstitutionsOf(null)] : Array.Empty<Lookup>(),
        ],
        ProposeRecipients propose when state.Draft is { } draft && ProposeRecipients.TryRead(propose.Criteria, out var criteria) is null => [MatchesOf.Draft(draft, criteria)],
        LookForListings when ListingsOf.Named(state) is { } question => [question],
        _ => [],
    };

    /// <summary>A set as a column keeps it, in small letters, for <see cref="Comparison.HasWord"/>.</summary>
    private static string Words(IEnumerable<string> words) => $" {string.Join(' ', words.Select(word => word.ToLowerInvariant()))} ";

    private static AdvisoryRow Line(Advisory state)
    {
        var shown = state.Shown;
        return new()
        {
            Number = state.Number,
            Title = shown?.Title ?? "",
            Status = state.Status,
            Draft = state.Draft is { } draft ? draft.InReview ? DraftStatus.Review : DraftStatus.Editing : null,
            Severity = shown?.Severity ?? Severity.Low,
            // While it is being revised the stricter of the two labels counts.
            Tlp = state.Draft is { } work && work.Content.Tlp > shown?.Tlp ? work.Content.Tlp : shown?.Tlp ?? Tlp.Red,
            CallForAction = shown?.CallForAction == true,
            Revision = state.Revisions.Length,
            Cves = [.. (shown?.Vulnerabilities ?? []).Select(one => one.Cve).OfType<string>()],
            Tags = shown?.Tags ?? [],
            Score = shown is null ? null : AdvisorySeverity.HighestScore(shown),
            Exploited = state.IsExploited,
            Exercise = state.Exercise,
            UpdatedAt = state.UpdatedAt,
            PublishedAt = state.PublishedAt,
        };
    }
}
