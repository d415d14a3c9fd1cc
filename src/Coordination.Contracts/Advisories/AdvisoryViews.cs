using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Advisories;

/// <summary>A line of the list of advisories.</summary>
public sealed record AdvisorySummary
{
    public required AdvisoryId Id { get; init; }

    /// <summary>Readable, unique: <c>CERT-2026-0001</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The version of the advisory's stream; what has been published counts <see cref="Revision"/>.</summary>
    public required long Version { get; init; }
    public required string Title { get; init; }
    public required AdvisoryStatus Status { get; init; }

    /// <summary>Where a revision stands that is in work beside what is published.</summary>
    public DraftStatus? Draft { get; init; }
    public required Severity Severity { get; init; }
    public required Tlp Tlp { get; init; }
    public bool CallForAction { get; init; }

    /// <summary>How often it was published.</summary>
    public int Revision { get; init; }
    public IReadOnlyList<string> Cves { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public decimal? Score { get; init; }

    /// <summary>A catalogue of exploited vulnerabilities lists one of them.</summary>
    public bool Exploited { get; init; }
    public bool Exercise { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>What became of it at the viewer's own institution.</summary>
    public AddresseeView? Own { get; init; }

    /// <summary>How much is shown: of its mere existence there is no title.</summary>
    public Sight Shown { get; init; } = Sight.All;
}

/// <summary>Everything of one advisory that its viewer may see.</summary>
public sealed record AdvisoryView
{
    public required AdvisorySummary Summary { get; init; }

    /// <summary>What is published; null where nothing is yet.</summary>
    public AdvisoryContent? Published { get; init; }

    /// <summary>What is in work; staff only.</summary>
    public AdvisoryDraftView? Draft { get; init; }
    public IReadOnlyList<AdvisoryRevision> Revisions { get; init; } = [];

    /// <summary>To whom it was published; staff only.</summary>
    public IReadOnlyList<RecipientView> Recipients { get; init; } = [];

    /// <summary>The incidents that refer to it; staff only.</summary>
    public IReadOnlyList<AdvisoryIncident> Incidents { get; init; } = [];

    /// <summary>The alerts that refer to it and that the viewer may see; staff only.</summary>
    public IReadOnlyList<AdvisoryAlert> Alerts { get; init; } = [];
    public string? WithdrawnBecause { get; init; }

    /// <summary>The files that were published with it, detection rules above all.</summary>
    public IReadOnlyList<AttachmentView> Files { get; init; } = [];

    /// <summary>What catalogues say today of the vulnerabilities that are shown.</summary>
    public IReadOnlyList<KnownVulnerability> Known { get; init; } = [];
}

/// <summary>The text in work.</summary>
/// <param name="LastAuthor">Who changed anything of it last, and so cannot publish it.</param>
/// <param name="Returned">Why a reviewer gave it back.</param>
/// <param name="Criteria">By what it was matched last; null where it never was.</param>
/// <param name="MatchIsOld">The text was changed after that.</param>
/// <param name="TextAuthor">Who wrote its text last, and so cannot publish it either.</param>
public sealed record AdvisoryDraftView(
    AdvisoryContent Content, DraftStatus Status, PersonRef LastAuthor, IReadOnlyList<Finding> Findings, IReadOnlyList<RecipientView> Recipients, string? Returned = null,
    MatchCriteria? Criteria = null, bool MatchIsOld = false, PersonRef? TextAuthor = null)
{
    /// <summary>The files that go out with it.</summary>
    public IReadOnlyList<AttachmentView> Files { get; init; } = [];
}

/// <summary>A recipient with its name.</summary>
public sealed record RecipientView(InstitutionRef Institution, IReadOnlyList<RecipientReason> Reasons, bool Removed = false);

/// <summary>An advisory as others refer to it.</summary>
public sealed record AdvisoryRef(AdvisoryId Id, string Number, string Title);

/// <summary>An incident that refers to an advisory.</summary>
public sealed record AdvisoryIncident(string Id, string Number, string Title);

/// <summary>An alert that refers to an advisory.</summary>
/// <param name="Incident">The incident that it belongs to; null where nobody's is it yet.</param>
public sealed record AdvisoryAlert(string Id, string Title, DateTimeOffset ReceivedAt, AdvisoryIncident? Incident = null);

/// <summary>What became of an advisory at one institution.</summary>
public sealed record AddresseeView
{
    public required AdvisoryId Advisory { get; init; }
    public required InstitutionRef Institution { get; init; }

    /// <summary>The version of its stream.</summary>
    public required long Version { get; init; }
    public required AddresseeState State { get; init; }

    /// <summary>Which revision it was told last.</summary>
    public required int Revision { get; init; }
    public IReadOnlyList<RecipientReason> Reasons { get; init; } = [];
    public required DateTimeOffset AddressedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public AdvisoryAnswer? Answer { get; init; }
    public string? Note { get; init; }

    /// <summary>Who answered, as text to show.</summary>
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>By when an answer is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The answer is or was late.</summary>
    public bool Late { get; init; }

    /// <summary>Why it could not be told; null where it could or that is not known yet.</summary>
    public string? NotReached { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public string? ReleasedBecause { get; init; }

    /// <summary>Alerts that speak against the answer.</summary>
    public IReadOnlyList<Contradiction> Contradictions { get; init; } = [];

    /// <summary>How far it is chased; null where it is not. Staff only.</summary>
    public ChaseView? Chase { get; init; }
}

/// <summary>It was said to be patched, and later an alert showed it open.</summary>
public sealed record Contradiction(string Cve, string Alert, DateTimeOffset SeenAt);

/// <summary>How far an institution that has not answered is chased.</summary>
/// <param name="Step">The step that ran last: 1 the contact, 2 the fallback, 3 the head of security.</param>
/// <param name="NextAt">When the next step runs.</param>
/// <param name="Exhausted">All have been told and nobody has answered.</param>
/// <param name="Escalation">The run, to take its alarm.</param>
public sealed record ChaseView(int Step, int Steps, DateTimeOffset? NextAt, bool Exhausted, bool Alarm, string Escalation);

/// <summary>Who was told when, who acted when, and who is late.</summary>
public sealed record AdvisoryReport(AdvisorySummary Advisory, DateTimeOffset Now, IReadOnlyList<AddresseeCount> Counts, int Late, int Contradicted, IReadOnlyList<AddresseeView> Addressees);

/// <summary>How many institutions are in a state.</summary>
public sealed record AddresseeCount(AddresseeState State, int Count);
