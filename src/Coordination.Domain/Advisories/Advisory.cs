using System.Collections.Immutable;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>An advisory as decisions need it. What became of it at each institution is a thing of its own: <see cref="Addressee"/>.</summary>
public sealed record Advisory
{
    public static readonly Advisory Empty = new();

    public string Number { get; init; } = "";
    public AdvisoryStatus Status { get; init; }

    /// <summary>The text in work; null where nothing is.</summary>
    public Draft? Draft { get; init; }

    /// <summary>What was published last.</summary>
    public AdvisoryContent? Published { get; init; }
    public ImmutableArray<AdvisoryRevision> Revisions { get; init; } = [];

    /// <summary>To whom it was published last.</summary>
    public ImmutableArray<Recipient> Recipients { get; init; } = [];

    /// <summary>The incidents that refer to it.</summary>
    public ImmutableArray<IncidentId> Incidents { get; init; } = [];

    /// <summary>For each incident that ever referred to it, the version of its stream that said so last.</summary>
    public ImmutableSortedDictionary<string, long> References { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public string? WithdrawnBecause { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The hash of the received document that what is published was made of.</summary>
    public string? Document { get; init; }
    public bool Exercise { get; init; }

    public bool Exists => Number.Length > 0;

    /// <summary>What a list says of it: what is published, else what is being written.</summary>
    public AdvisoryContent? Shown => Published ?? Draft?.Content;

    public Advisory Apply(Recorded<AdvisoryEvent> recorded) => Changed(recorded) with { UpdatedAt = recorded.At };

    private Advisory Changed(Recorded<AdvisoryEvent> recorded) => recorded.Event switch
    {
        AdvisoryDrafted e => new() { Number = e.Number, Exercise = e.Exercise, Draft = new(e.Content, [], recorded.Actor.Value, recorded.Version, recorded.Version, Document: e.Document) },
        AdvisoryEdited e => InWork(Draft! with { Content = e.Content, TextVersion = recorded.Version, Document = e.Document ?? Draft.Document }, recorded),
        RecipientsAdded e => InWork(Draft! with { Recipients = Advisories.Recipients.Added(Draft!.Recipients, e.Recipients) }, recorded),
        RecipientsRemoved e => InWork(Draft! with { Recipients = Advisories.Recipients.Removed(Draft!.Recipients, e.Institutions) }, recorded),
        RecipientsProposed e => InWork(Draft! with { Recipients = Advisories.Recipients.Proposed(Draft!.Recipients, e.Recipients) }, recorded),
        AdvisorySubmitted => this with { Status = Published is null ? AdvisoryStatus.Review : Status, Draft = Draft! with { InReview = true, Returned = null } },
        AdvisoryReturned e => this with { Status = Published is null ? AdvisoryStatus.Draft : Status, Draft = Draft! with { InReview = false, Returned = e.Reason } },
        AdvisoryPublished e => this with
        {
            Status = AdvisoryStatus.Published,
            Draft = null,
            Published = e.Content,
            Document = Draft?.Document,
            Recipients = [.. e.Recipients],
            Revisions = Revisions.Add(new(e.Revision, recorded.At, e.Summary)),
            PublishedAt = recorded.At,
        },
        RevisionBegun => this with { Draft = new(Published!, Recipients, recorded.Actor.Value, recorded.Version, recorded.Version, Document: Document) },
        RevisionDiscarded => this with { Draft = null },
        AdvisoryWithdrawn e => this with { Status = AdvisoryStatus.Withdrawn, Draft = Published is null ? Draft : null, WithdrawnBecause = e.Reason, WithdrawnAt = recorded.At },
        IncidentReferred e => this with { Incidents = Incidents.Remove(e.Incident).Add(e.Incident), References = References.SetItem(e.Incident.Value, e.Order) },
        IncidentReferenceEnded e => this with { Incidents = Incidents.Remove(e.Incident), References = References.SetItem(e.Incident.Value, e.Order) },
        _ => this,
    };

    /// <summary>Whoever changes it is its last author; what was being reviewed is no longer what the reviewer saw.</summary>
    private Advisory InWork(Draft draft, Recorded<AdvisoryEvent> recorded)
        => this with { Status = Published is null ? AdvisoryStatus.Draft : Status, Draft = draft with { LastAuthor = recorded.Actor.Value, Version = recorded.Version, InReview = false } };
}

/// <summary>The text in work, and whom it is meant for.</summary>
/// <param name="LastAuthor">The actor who changed it last, and so cannot publish it.</param>
/// <param name="Version">The version of the stream at which anything of it changed last.</param>
/// <param name="TextVersion">The version at which its text changed last.</param>
/// <param name="Returned">Why a reviewer gave it back.</param>
/// <param name="Document">The hash of the received document that its text was made of.</param>
public sealed record Draft(AdvisoryContent Content, ImmutableArray<Recipient> Recipients, string LastAuthor, long Version, long TextVersion, bool InReview = false, string? Returned = null,
    string? Document = null);

/// <summary>The institutions of a group (the kind they are registered as), or all of them.</summary>
public sealed record InstitutionsOf(string? Group) : Lookup<InstitutionList>;

/// <summary>Institutions, in no order.</summary>
public sealed record InstitutionList(IReadOnlyList<InstitutionId> Institutions);
