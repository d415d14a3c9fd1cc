using System.Collections.Immutable;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>An incident as far as decisions need it. Alerts, notes and the timeline are rows.</summary>
public sealed record Incident
{
    public static readonly Incident Empty = new();

    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public IncidentStatus Status { get; init; }
    public Severity Severity { get; init; }
    public Tlp Tlp { get; init; }
    public bool TlpIsDefault { get; init; }

    /// <summary>The strictest label that a part of it was given: a container is never freer than that.</summary>
    public Tlp StrictestPart { get; init; }
    public string Classification { get; init; } = "undetermined";
    public PersonId? Owner { get; init; }
    public PersonId? AcknowledgedBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public ImmutableArray<Affected> Institutions { get; init; } = [];
    public ImmutableArray<Observable> Observables { get; init; } = [];
    public ImmutableArray<WorkItem> Tasks { get; init; } = [];
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? LastSeenAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public long Sightings { get; init; }
    public string? CorrelationKey { get; init; }
    public bool HoldsCorrelation { get; init; }
    public int WindowHours { get; init; } = 24;

    /// <summary>It is part of an exercise: nothing of it leaves the system.</summary>
    public bool Exercise { get; init; }

    /// <summary>The people to whom it is restricted; null where it is not.</summary>
    public IReadOnlyList<PersonId>? RestrictedTo { get; init; }

    /// <summary>With whom it is shared now.</summary>
    public ImmutableArray<Share> Shares { get; init; } = [];

    /// <summary>How often it was shared: the number of the last share.</summary>
    public int SharesGiven { get; init; }

    /// <summary>The institutions that were asked whether others may be told of them, and what they said, in the order of their numbers.</summary>
    public ImmutableArray<IdentityConsent> Consents { get; init; } = [];

    /// <summary>The advisories it has to do with.</summary>
    public ImmutableArray<AdvisoryId> Advisories { get; init; } = [];

    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>The strictest label of its parts. What was removed is no part any more.</summary>
    public Tlp StrictestOfParts => Attachments.Aggregate(StrictestPart, (strictest, one) => Stricter(strictest, one.Tlp));

    /// <summary>The version at which it came to need someone; null once someone has it or it is closed.</summary>
    public long? UnattendedSince { get; init; }

    /// <summary>For each field that can be edited, the version that last changed it.</summary>
    public ImmutableSortedDictionary<string, long> Edited { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>On legal hold.</summary>
    public bool Held { get; init; }

    /// <summary>Its erasure has begun.</summary>
    public bool Erasing { get; init; }

    public bool Exists => Number.Length > 0 && !Erasing;

    /// <summary>Whether it was last seen too long ago for another sighting to be the same thing.</summary>
    public bool WindowHasPassed(DateTimeOffset now) => now - (LastSeenAt ?? OpenedAt) > TimeSpan.FromHours(WindowHours);

    /// <summary>At most so many observables; more are counted in alerts, not kept here.</summary>
    public const int MaxObservables = 500;

    public const int MaxAdvisories = 50;

    public Incident Apply(Recorded<IncidentEvent> recorded)
    {
        var next = recorded.Event switch
        {
            IncidentOpened e => Opened(e, recorded) with { UnattendedSince = recorded.Version },
            SightingsRecorded e => this with
            {
                Sightings = Sightings + e.Count,
                LastSeenAt = e.LastSeenAt,
                Observables = Observables.AddRange(e.NewObservables),
                StrictestPart = Stricter(StrictestPart, e.Tlp),
            },
            CorrelationEnded => this with { HoldsCorrelation = false },
            IncidentAcknowledged e => this with { AcknowledgedBy = e.By, AcknowledgedAt = recorded.At, UnattendedSince = null },
            IncidentAssigned e => this with { Owner = e.Owner },
            // Worse than thought while nobody has it: it needs someone anew, by the policy of the new severity.
            SeverityChanged e => this with
            {
                Severity = e.Severity,
                UnattendedSince = UnattendedSince is not null && e.Severity > Severity ? recorded.Version : UnattendedSince,
            },
            ClassificationChanged e => this with { Classification = e.Classification },
            // Who was told while details could still be sent must be told anew by what may be said now.
            TlpChanged e => this with
            {
                Tlp = e.Tlp,
                TlpIsDefault = e.IsDefault,
                UnattendedSince = UnattendedSince is not null && Tlp <= Tlp.Green && e.Tlp > Tlp.Green ? recorded.Version : UnattendedSince,
            },
            NoteAdded { IsOwn: true } e => this with { StrictestPart = Stricter(StrictestPart, e.Tlp) },
            StatusChanged e => this with { Status = e.Status },
            IncidentRenamed e => this with { Title = e.Title, Description = e.Description },
            TaskAdded e => this with { Tasks = Tasks.Add(new(e.Number, e.Title, e.Assignee, false, recorded.At)) },
            TaskMarked e => this with { Tasks = Tasks.Replace(Tasks.First(t => t.Number == e.Number), Tasks.First(t => t.Number == e.Number) with { Done = e.Done }) },
            InstitutionAffected e => this with { Institutions = Institutions.Add(new(e.Institution, "affected", recorded.At)) },
            InstitutionStatusChanged e => Change(e.Institution, affected => affected with { Status = e.Status, Since = recorded.At }),
            InstitutionAcknowledged e => Change(e.Institution, affected => affected with { AcknowledgedAt = recorded.At }),
            ObservablesAdded e => this with { Observables = Observables.AddRange(e.Observables) },
            IncidentRestricted e => this with { RestrictedTo = e.To },
            IncidentRestrictionLifted => this with { RestrictedTo = null },
            IncidentShared e => this with { Shares = Shares.Add(e.Share), SharesGiven = e.Share.Number },
            ShareEnded e => this with { Shares = Shares.RemoveAll(share => share.Number == e.Number) },
            ConsentAsked or ConsentAnswered or ConsentWithdrawn or ConsentUnanswered => this with { Consents = Incidents.Consents.After(Consents, recorded) },
            AdvisoryReferred e => this with { Advisories = Advisories.Add(e.Advisory) },
            AdvisoryReferenceEnded e => this with { Advisories = Advisories.Remove(e.Advisory) },
            AttachmentAdded or AttachmentRemoved or AttachmentKeptAsSample or AttachmentScanAsked or AttachmentScanned => this with { Attachments = IncidentAttachments.After(Attachments, recorded) },
            IncidentClosed => this with { Status = IncidentStatus.Closed, ClosedAt = recorded.At, UnattendedSince = null, HoldsCorrelation = false },
            IncidentReopened e => this with
            {
                Status = IncidentStatus.InProgress,
                ClosedAt = null,
                HoldsCorrelation = e.HoldsCorrelation,
                AcknowledgedBy = null,
                AcknowledgedAt = null,
                UnattendedSince = recorded.Version,
            },
            IncidentHeld => this with { Held = true },
            IncidentReleased => this with { Held = false },
            IncidentErasing => this with { Erasing = true },
            _ => this,
        };
        return next with { UpdatedAt = recorded.At, Edited = Edits.Mark(next.Edited, recorded) };
    }

    private static Incident Opened(IncidentOpened e, Recorded<IncidentEvent> recorded) => new()
    {
        Number = e.Number,
        Title = e.Title,
        Description = e.Description,
        Severity = e.Severity,
        Tlp = e.Tlp,
        TlpIsDefault = e.TlpIsDefault,
        Classification = e.Classification,
        Institutions = [.. e.Institutions.Select(id => new Affected(id, "affected", recorded.At))],
        Observables = [.. e.Observables],
        OpenedAt = recorded.At,
        CorrelationKey = e.CorrelationKey,
        HoldsCorrelation = e.CorrelationKey is not null,
        WindowHours = e.WindowHours,
        Exercise = e.Exercise,
    };

    private static Tlp Stricter(Tlp one, Tlp? other) => other > one ? other.Value : one;

    private Incident Change(InstitutionId institution, Func<Affected, Affected> change)
        => this with { Institutions = [.. Institutions.Select(affected => affected.Institution == institution ? change(affected) : affected)] };
}

/// <summary>An institution that the incident touches.</summary>
public sealed record Affected(InstitutionId Institution, string Status, DateTimeOffset Since, DateTimeOffset? AcknowledgedAt = null);

/// <summary>Something to do.</summary>
public sealed record WorkItem(int Number, string Title, PersonId? Assignee, bool Done, DateTimeOffset AddedAt);
