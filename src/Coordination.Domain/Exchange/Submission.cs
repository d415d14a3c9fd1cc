using System.Globalization;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What became of one document of a partner; recorded once, when it is known.</summary>
public sealed record Submission(SubmissionRecorded? Recorded)
{
    public static readonly Submission Empty = new((SubmissionRecorded?)null);
}

[JsonDerivedType(typeof(SubmissionRecorded), "submission-recorded")]
[JsonDerivedType(typeof(SubmissionDetailed), "submission-detailed")]
[JsonDerivedType(typeof(LookedBack), "looked-back")]
public abstract record SubmissionEvent;

/// <summary>A partner brought a document, and this became of it.</summary>
/// <param name="Fresh">Of the successes those that changed something.</param>
/// <param name="Indicators">How many of those are indicators that can be looked for.</param>
/// <param name="Refused">Why nothing of it was read.</param>
public sealed record SubmissionRecorded(PartnerId Partner, string Way, int Total, int Successes, int Fresh, int Failures, int Indicators = 0, Refusal? Refused = null) : SubmissionEvent;

/// <summary>What became of some of its objects.</summary>
/// <param name="Part">Counts from 0.</param>
public sealed record SubmissionDetailed(int Part, IReadOnlyList<StixSubmissionDetail> Details) : SubmissionEvent;

/// <summary>Its indicators were looked for in what was there before.</summary>
public sealed record LookedBack(int Looked, int Found) : SubmissionEvent;

[JsonDerivedType(typeof(RecordSubmission), "record-submission")]
[JsonDerivedType(typeof(RecordLookedBack), "record-looked-back")]
public abstract record SubmissionCommand : ICommand<Submission, SubmissionEvent>
{
    public abstract Decision<SubmissionEvent> Decide(Submission state, Context context);
}

/// <summary>A submission as it is listed.</summary>
public sealed record SubmissionRow(SubmissionRecorded What, DateTimeOffset At);

/// <summary>Some of its details.</summary>
public sealed record SubmissionPartRow(string Submission, int Part, IReadOnlyList<StixSubmissionDetail> Details);

/// <summary>What partners brought, document by document.</summary>
public sealed class SubmissionKind : Kind<Submission, SubmissionCommand, SubmissionEvent>
{
    public static readonly SubmissionKind Instance = new();

    public static readonly RowTable<SubmissionRow> Lines = new("submission_row",
    [
        RowTable<SubmissionRow>.Text("partner", row => row.What.Partner.Value),
        RowTable<SubmissionRow>.Instant("received_at", row => row.At),
    ])
    { Indexes = ["partner, received_at"] };

    public static readonly RowTable<SubmissionPartRow> Parts = new("submission_part_row",
    [
        RowTable<SubmissionPartRow>.Text("submission", row => row.Submission),
        RowTable<SubmissionPartRow>.Number("part", row => row.Part),
    ])
    { Indexes = ["submission, part"] };

    public override string Name => "submission";

    public override Submission Empty => Submission.Empty;

    public static StreamId Stream(string id) => new("submission", id);

    /// <summary>Where its indicators are looked for in what was there before: a large one is taken in many pieces, and looked for at once.</summary>
    public static StreamId LookBack(string id) => new("look-back", id);

    public override Submission Apply(Submission state, Recorded<SubmissionEvent> recorded) => recorded.Event is SubmissionRecorded e ? new(e) : state;

    public override bool Begins(SubmissionCommand command) => command is RecordSubmission;

    public override IEnumerable<RowChange> Rows(StreamId stream, Submission before, Recorded<SubmissionEvent> recorded, Submission after)
    {
        switch (recorded.Event)
        {
            case SubmissionRecorded e:
                yield return Lines.Put(stream.Key, new(e, recorded.At));
                yield return Timeline.Entry(PartnerStream(e.Partner), stream, recorded, Describe(e));
                break;
            case SubmissionDetailed e:
                yield return Parts.Put(string.Create(CultureInfo.InvariantCulture, $"{stream.Key}.{e.Part:D4}"), new(stream.Key, e.Part, e.Details));
                break;
        }
    }

    private static StreamId PartnerStream(PartnerId partner) => Partners.PartnerRegister.Stream(partner);

    private static string Describe(SubmissionRecorded e)
        => e.Refused is { } refused ? $"refused a document by {e.Way}: {refused.Detail}"
            : string.Create(CultureInfo.InvariantCulture, $"took {e.Successes:N0} of {e.Total:N0} objects by {e.Way}, {e.Fresh:N0} of them new{(e.Failures > 0 ? $"; {e.Failures:N0} lie in quarantine" : "")}");
}
