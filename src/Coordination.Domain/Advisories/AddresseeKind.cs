using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>What is shown of an advisory at one institution. It is also how that institution finds the advisory, and how far it sees it.</summary>
public sealed record AddresseeRow : IDisclosed
{
    public required AdvisoryId Advisory { get; init; }
    public required InstitutionId Institution { get; init; }
    public required string Number { get; init; }

    /// <summary>As it was told last.</summary>
    public required string Title { get; init; }
    public required int Revision { get; init; }
    public required Severity Severity { get; init; }
    public required Tlp Tlp { get; init; }
    public bool CallForAction { get; init; }
    public required AddresseeState State { get; init; }
    public IReadOnlyList<RecipientReason> Reasons { get; init; } = [];
    public required DateTimeOffset AddressedAt { get; init; }
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
    public IReadOnlyList<Contradiction> Contradictions { get; init; } = [];
    public bool Exercise { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The key of its escalation; null where nothing is chased.</summary>
    public string? Chase { get; init; }

    public string Audiences { get; init; } = "";

    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<InstitutionId> Institutions => [Institution];

    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<PersonId>? RestrictedTo => null;

    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<Share> Shares => [];
}

/// <summary>Addressees: an advisory at one institution each.</summary>
public sealed class AddresseeKind : Kind<Addressee, AddresseeCommand, AddresseeEvent>
{
    public static readonly AddresseeKind Instance = new();

    public static readonly RowTable<AddresseeRow> Table = new("addressee_row",
    [
        RowTable<AddresseeRow>.Text("advisory", row => row.Advisory.Value),
        RowTable<AddresseeRow>.Text("institution", row => row.Institution.Value),
        RowTable<AddresseeRow>.Number("state", row => row.State),
        RowTable<AddresseeRow>.Text("audiences", row => row.Audiences),
        RowTable<AddresseeRow>.Instant("due_at", row => row.DueAt),
        RowTable<AddresseeRow>.Instant("addressed_at", row => row.AddressedAt),
        RowTable<AddresseeRow>.Instant("updated_at", row => row.UpdatedAt),
    ])
    { Indexes = ["advisory, state", "institution, updated_at"] };

    public override string Name => "addressee";

    public override Addressee Empty => Addressee.Empty;

    /// <summary>One for each pair; ids hold no comma.</summary>
    public static StreamId Stream(AdvisoryId advisory, InstitutionId institution) => new("addressee", $"{advisory},{institution}");

    /// <summary>The advisory whose addressee a stream is.</summary>
    public static AdvisoryId AdvisoryOf(StreamId stream) => AdvisoryId.Of(stream.Key.Split(',')[0]);

    public override Addressee Apply(Addressee state, Recorded<AddresseeEvent> recorded) => state.Apply(recorded);

    public override bool IsExercise(Addressee after, AddresseeEvent happened) => after.Notice is { Exercise: true };

    public override Effects React(StreamId stream, Addressee before, IReadOnlyList<Recorded<AddresseeEvent>> events, Addressee after)
        => Reactions.OfAddressee(stream, before, events, after);

    public override bool Begins(AddresseeCommand command) => command is AddressInstitution { Notice.Revision: 1 };

    public override IEnumerable<RowChange> Rows(StreamId stream, Addressee before, Recorded<AddresseeEvent> recorded, Addressee after)
    {
        var notice = after.Notice!;
        yield return Table.Put(stream.Key, new()
        {
            Advisory = notice.Advisory,
            Institution = after.Institution,
            Number = notice.Number,
            Title = notice.Title,
            Revision = notice.Revision,
            Severity = notice.Severity,
            Tlp = notice.Tlp,
            CallForAction = notice.CallForAction,
            State = after.State,
            Reasons = after.Reasons,
            AddressedAt = after.AddressedAt,
            DueAt = after.DueAt,
            SentAt = after.SentAt,
            OpenedAt = after.OpenedAt,
            AcknowledgedAt = after.AcknowledgedAt,
            NotReached = after.NotReached,
            Answer = after.Answer,
            Note = after.Note,
            AnsweredBy = after.AnsweredBy,
            AnsweredAt = after.AnsweredAt,
            ReleasedAt = after.ReleasedAt,
            ReleasedBecause = after.ReleasedBecause,
            Contradictions = after.Contradictions,
            Exercise = notice.Exercise,
            UpdatedAt = recorded.At,
            Chase = Reactions.ChaseOf(stream, after),
            Audiences = $" {string.Join(' ', Disclosure.AudiencesOf([after.Institution], null, []))} ",
        });
        yield return Timeline.Entry(stream, stream, recorded, Describe(after, recorded.Event));
    }

    private static string Describe(Addressee state, AddresseeEvent happened) => happened switch
    {
        InstitutionAddressed e => string.Create(
            CultureInfo.InvariantCulture,
            $"addressed revision {e.Notice.Revision} to {{institution/{state.Institution}}} ({string.Join(", ", e.Reasons.Select(reason => reason.Text))}){(e.DueAt is { } due ? $", answer due {due.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}"),
        AddresseeSent => "told the institution",
        AddresseeNotReached e => $"could not tell the institution: {e.Why}",
        AddresseeOpened => "the message was opened",
        AddresseeAcknowledged => "the institution knows of it",
        AddresseeAnswered e => $"answered {Words(e.Answer)}{(e.Note is { } note ? $": {note}" : "")}",
        AnswerContradicted e => string.Create(CultureInfo.InvariantCulture, $"an alert of {e.Contradiction.SeenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC shows {e.Contradiction.Cve} open, though it was said to be patched"),
        InstitutionReleased e => $"released the institution: {e.Why}",
        _ => happened.GetType().Name,
    };

    private static string Words(AdvisoryAnswer answer) => answer switch
    {
        AdvisoryAnswer.NotAffected => "not affected",
        AdvisoryAnswer.InProgress => "in progress",
        AdvisoryAnswer.Mitigated => "mitigated",
        AdvisoryAnswer.Patched => "patched",
        _ => "risk accepted",
    };
}
