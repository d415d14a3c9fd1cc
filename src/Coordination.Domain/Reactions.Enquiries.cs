using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Domain;

/// <content>Requests to and from partners: whoever's turn it is, is told until they have done something.</content>
public static partial class Reactions
{
    /// <summary>While it is somebody's turn a run of steps tells them, under a key that their deed closes; when an answer is due is said under another.</summary>
    public static Effects OfEnquiry(StreamId stream, Enquiry before, IReadOnlyList<Recorded<EnquiryEvent>> events, Enquiry after)
    {
        var arm = new List<Armed>();
        var close = new List<string>();
        var last = events[^1];
        if (before.WaitingSince is { } old && old != after.WaitingSince)
        {
            close.Add(EscalationKind.Key(stream, old));
            arm.Add(To(EscalationKind.Stream(stream, old), (EscalationCommand)new StopEscalation(Why(last.Event)), Priority.Escalation));
        }

        if (after.WaitingSince is { } since && since != before.WaitingSince)
        {
            arm.Add(Begin(stream, last, after, since));
        }

        if (before.DueSince is { } dueBefore && dueBefore != after.DueSince)
        {
            close.Add(EnquiryRegister.DueKey(stream, dueBefore));
        }

        if (after is { DueSince: { } dueSince, Due: { } due, SoonAt: { } soon } && dueSince != before.DueSince)
        {
            var key = EnquiryRegister.DueKey(stream, dueSince);
            arm.Add(To(stream, (EnquiryCommand)new NoteEnquiryDue(due, Over: false), Priority.HandOff, soon, key));
            arm.Add(To(stream, (EnquiryCommand)new NoteEnquiryDue(due, Over: true), Priority.HandOff, due, key));
        }

        return new() { Arm = [.. arm, .. events.Select(one => Told(stream, one, before, after)).OfType<Armed>()], CloseKeys = close };
    }

    /// <summary>The run that tells whoever's turn it is; null where it is nobody's.</summary>
    public static string? RunOf(StreamId enquiry, Enquiry state) => state.WaitingSince is { } since ? EscalationKind.Stream(enquiry, since).Key : null;

    private static Armed Begin(StreamId stream, Recorded<EnquiryEvent> recorded, Enquiry after, long since)
    {
        var key = EscalationKind.Key(stream, since);
        var (matter, plan) = after switch
        {
            { WaitsFor: EnquirySide.Theirs } => (Matter.RequestAsked, ChasePlan.For(after.Asked!.Partner, recorded.At, after.Due!.Value)),
            { Owner: { } owner } => (recorded.Event is EnquiryOverdue ? Matter.RequestOverdue : Matter.RequestAnswered, ChasePlan.For(owner)),
            // Nobody has it: the policy for its severity says who is woken.
            _ => (Matter.RequestReceived, null),
        };
        var label = recorded.Event is EnquiryWritten written && written.Tlp > after.Asked!.Tlp ? written.Tlp : after.Asked!.Tlp;
        return To(EscalationKind.Stream(stream, since), (EscalationCommand)new StartEscalation(About(stream, after, matter, label), key, plan), Priority.Escalation, key: key);
    }

    /// <summary>What else the other side is told: a message that begins no run of its own, and how it ended.</summary>
    private static Armed? Told(StreamId stream, Recorded<EnquiryEvent> recorded, Enquiry before, Enquiry after) => recorded.Event switch
    {
        EnquiryWritten { Side: EnquirySide.Ours, Due: null } e => Tell(stream, recorded, after, Matter.RequestWritten, new("partner", after.Asked!.Partner.Value, []), e.Tlp),
        // Nobody of us has looked yet, and there is more: they are told of each message, and the alarm comes no later for it.
        EnquiryWritten { Side: EnquirySide.Theirs } e when before is { Owner: { } owner, WaitsFor: EnquirySide.Ours } => Tell(stream, recorded, after, Matter.RequestAnswered, new("person", owner.Value, []), e.Tlp),
        EnquiryClosed => Tell(stream, recorded, after, Matter.RequestEnded, new("partner", after.Asked!.Partner.Value, []), after.Asked.Tlp),
        EnquiryWithdrawn when after.Asking == EnquirySide.Ours => Tell(stream, recorded, after, Matter.RequestEnded, new("partner", after.Asked!.Partner.Value, []), after.Asked.Tlp),
        // Whoever is being woken for it is told by that.
        EnquiryWithdrawn when before is { Owner: { } owner, WaitsFor: null } => Tell(stream, recorded, after, Matter.RequestEnded, new("person", owner.Value, []), after.Asked!.Tlp),
        _ => null,
    };

    private static Armed Tell(StreamId stream, Recorded<EnquiryEvent> recorded, Enquiry after, Matter matter, Party party, Tlp label)
        => To(
            NotificationKind.Stream(NotificationKind.IdOf(stream.Value, "told", recorded.Version.ToString(CultureInfo.InvariantCulture))),
            (NotificationCommand)new Notify(About(stream, after, matter, label > after.Asked!.Tlp ? label : after.Asked.Tlp), party, null, $"request {after.Asked.Number}"),
            Priority.Notification);

    private static Subject About(StreamId stream, Enquiry after, Matter matter, Tlp label)
        => new(stream.Value, after.Asked!.Number, after.Asked.Title, after.Asked.Severity, label, after.Asked.Exercise, matter, after.Due);

    private static string Why(EnquiryEvent happened) => happened switch
    {
        EnquiryTaken e => $"taken by {{person/{e.By}}}",
        EnquiryClosed => "the request was closed",
        EnquiryWithdrawn => "the request was withdrawn",
        _ => "answered, or asked anew",
    };
}
