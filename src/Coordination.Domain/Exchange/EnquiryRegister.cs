using System.Globalization;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Requests to and from partners.</summary>
public sealed class EnquiryRegister : Kind<Enquiry, EnquiryCommand, EnquiryEvent>
{
    public static readonly EnquiryRegister Instance = new();

    public override string Name => "enquiry";

    public override Enquiry Empty => Enquiry.Empty;

    public static StreamId Stream(EnquiryId id) => new("enquiry", id.Value);

    /// <summary>Under it hangs what says that an answer is due; closed when one has come, or another time was set.</summary>
    public static string DueKey(StreamId stream, long since) => $"{stream}/due@{since}";

    public override Enquiry Apply(Enquiry state, Recorded<EnquiryEvent> recorded) => state.Apply(recorded);

    public override bool IsExercise(Enquiry after, EnquiryEvent happened) => after.Asked is { Exercise: true };

    public override Effects React(StreamId stream, Enquiry before, IReadOnlyList<Recorded<EnquiryEvent>> events, Enquiry after) => Reactions.OfEnquiry(stream, before, events, after);

    public override bool Begins(EnquiryCommand command) => command is OpenEnquiry;

    public override IEnumerable<Lookup> Needs(Enquiry state, EnquiryCommand command) => command switch
    {
        OpenEnquiry open => EnquiryRules.Needs(open.Partner, open.About),
        WriteEnquiry or CloseEnquiry or WithdrawEnquiry when state.Asked is { } asked => EnquiryRules.Needs(asked.Partner, asked.About),
        _ => [],
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Enquiry before, Recorded<EnquiryEvent> recorded, Enquiry after)
    {
        var asked = after.Asked!;
        yield return EnquiryRows.Lines.Put(stream.Key, new()
        {
            Number = asked.Number,
            Partner = asked.Partner,
            Direction = asked.Direction,
            Kind = asked.Kind,
            Status = after.Status,
            Title = asked.Title,
            Tlp = asked.Tlp,
            Severity = asked.Severity,
            Due = after.Due,
            SoonAt = after.SoonAt,
            About = asked.About,
            OpenedAt = after.OpenedAt,
            UpdatedAt = recorded.At,
            WaitsFor = after.WaitsFor,
            Owner = after.Owner,
            Messages = after.Messages,
            Outcome = after.Outcome,
            Exercise = asked.Exercise,
        });
        if (EnquiryMessageRow.Of(stream, recorded) is { } message)
        {
            yield return EnquiryRows.Messages.Put(string.Create(CultureInfo.InvariantCulture, $"{stream.Key}.{message.Number:D4}"), message);
        }

        var text = Describe(after, recorded.Event);
        yield return Timeline.Entry(stream, stream, recorded, text);
        if (asked.About is { } incident)
        {
            yield return Timeline.Beside(new StreamId("incident", incident.Value), stream, recorded, $"request {asked.Number}: {text}");
        }
    }

    private static string Describe(Enquiry state, EnquiryEvent happened) => happened switch
    {
        EnquiryOpened { Direction: EnquiryDirection.FromPartner } e => $"{{partner/{e.Partner}}} asks for {Word(e.Kind)}{Until(e.Due)}",
        EnquiryOpened e => $"asked {{partner/{e.Partner}}} for {Word(e.Kind)}{Until(e.Due)}",
        EnquiryWritten { Side: EnquirySide.Theirs } e => $"{{partner/{state.Asked!.Partner}}} {(state.Asking == EnquirySide.Ours ? "answered" : "wrote")}{Until(e.Due)}",
        EnquiryWritten e => $"{(state.Asking == EnquirySide.Theirs ? "answered" : "wrote to")} {{partner/{state.Asked!.Partner}}}{Until(e.Due)}",
        EnquiryTaken e => $"{{person/{e.By}}} has it",
        EnquiryClosed e => $"closed the request: {e.Outcome}",
        EnquiryWithdrawn e => $"withdrew the request: {e.Reason}",
        EnquiryDueSoon e => $"the answer is due soon{Until(e.Due)}",
        EnquiryOverdue => "the answer is overdue",
        _ => happened.GetType().Name,
    };

    private static string Word(EnquiryKind kind) => kind switch
    {
        EnquiryKind.Takedown => "a takedown",
        EnquiryKind.Help => "help",
        _ => "information",
    };

    private static string Until(DateTimeOffset? due) => due is { } by ? string.Create(CultureInfo.InvariantCulture, $", due {by.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "";
}
