using System.Collections.Immutable;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>What of an advisory the thing that follows one institution needs.</summary>
/// <param name="Order">The version of the advisory's stream that says so: messages may arrive in any order, and whoever is older changes nothing.</param>
/// <param name="AnswerWithin">By when an answer is due, where one is.</param>
public sealed record Notice(
    AdvisoryId Advisory, string Number, int Revision, long Order, string Title, Severity Severity, Tlp Tlp, bool CallForAction, Deadline? AnswerWithin, IReadOnlyList<string> Cves, bool Exercise = false);

/// <summary>One institution to whom an advisory is addressed, and what became of it there.</summary>
public sealed record Addressee
{
    public static readonly Addressee Empty = new();

    public Notice? Notice { get; init; }
    public InstitutionId Institution { get; init; }
    public IReadOnlyList<RecipientReason> Reasons { get; init; } = [];

    /// <summary>The version of the advisory's stream that was heard last.</summary>
    public long Order { get; init; }
    public DateTimeOffset AddressedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public string? NotReached { get; init; }
    public AdvisoryAnswer? Answer { get; init; }
    public string? Note { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public string? ReleasedBecause { get; init; }
    public ImmutableArray<Contradiction> Contradictions { get; init; } = [];

    /// <summary>The version at which it came to owe an answer that is chased; null once it has answered or was released.</summary>
    public long? UnansweredSince { get; init; }

    /// <summary>The version at which it was last told by a plain message, outside any chase; null where nothing of that can still be on its way.</summary>
    public long? ToldSince { get; init; }

    public bool Exists => Notice is not null;

    /// <summary>It is addressed now: not released.</summary>
    public bool Current => Exists && ReleasedAt is null;

    public AddresseeState State
        => ReleasedAt is not null ? AddresseeState.Released
            : Answer is { } answer ? answer switch
            {
                AdvisoryAnswer.NotAffected => AddresseeState.NotAffected,
                AdvisoryAnswer.InProgress => AddresseeState.InProgress,
                AdvisoryAnswer.Mitigated => AddresseeState.Mitigated,
                AdvisoryAnswer.Patched => AddresseeState.Patched,
                _ => AddresseeState.AcceptedRisk,
            }
            : AcknowledgedAt is not null ? AddresseeState.Acknowledged
            : OpenedAt is not null ? AddresseeState.Opened
            : SentAt is not null ? AddresseeState.Sent
            : AddresseeState.Queued;

    /// <summary>Whether an answer is overdue, or came after it was due.</summary>
    public static bool IsLate(DateTimeOffset? dueAt, DateTimeOffset? answeredAt, DateTimeOffset? releasedAt, DateTimeOffset now) => dueAt < (answeredAt ?? releasedAt ?? now);

    public Addressee Apply(Recorded<AddresseeEvent> recorded) => recorded.Event switch
    {
        InstitutionAddressed e => Addressed(e, recorded),
        AddresseeSent => this with { SentAt = SentAt ?? recorded.At, NotReached = null },
        AddresseeNotReached e => this with { NotReached = e.Why },
        AddresseeOpened => this with { OpenedAt = recorded.At },
        AddresseeAcknowledged => this with { AcknowledgedAt = recorded.At },
        AddresseeAnswered e => this with
        {
            Answer = e.Answer,
            Note = e.Note,
            AnsweredBy = recorded.Actor.Value,
            AnsweredAt = recorded.At,
            Contradictions = [],
            UnansweredSince = null,
        },
        AnswerContradicted e => this with { Contradictions = Contradictions.Add(e.Contradiction) },
        InstitutionReleased e => this with
        {
            Notice = Notice ?? e.Notice,
            Institution = e.Institution,
            Order = e.Notice.Order,
            AddressedAt = Exists ? AddressedAt : recorded.At,
            ReleasedAt = ReleasedAt ?? recorded.At,
            ReleasedBecause = e.Why,
            UnansweredSince = null,
            ToldSince = null,
        },
        _ => this,
    };

    private Addressee Addressed(InstitutionAddressed e, Recorded<AddresseeEvent> recorded)
    {
        // What was told and answered before counts on, unless answers are asked for anew or the institution had been released.
        var kept = Current && !e.AskAgain ? this : Empty;
        // A chase that may name what it is about would go on doing so: one under a label that forbids it begins anew, and what waits of the old one is not sent.
        var told = kept.Notice is { } before && Disclosure.Outside(before.Tlp) > Disclosure.Outside(e.Notice.Tlp) ? null : kept.UnansweredSince;
        var owes = e.Notice.CallForAction && kept.Answer is null ? told ?? recorded.Version : (long?)null;
        return kept with
        {
            Notice = e.Notice,
            Institution = e.Institution,
            Reasons = e.Reasons,
            Order = e.Notice.Order,
            AddressedAt = kept.Exists ? kept.AddressedAt : recorded.At,
            DueAt = e.DueAt,
            UnansweredSince = owes,
            ToldSince = owes == recorded.Version ? null : recorded.Version,
        };
    }
}
