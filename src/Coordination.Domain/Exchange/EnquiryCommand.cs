using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>All that one can ask of a request; one file a verb.</summary>
[JsonDerivedType(typeof(OpenEnquiry), "open-enquiry")]
[JsonDerivedType(typeof(WriteEnquiry), "write-enquiry")]
[JsonDerivedType(typeof(TakeEnquiry), "take-enquiry")]
[JsonDerivedType(typeof(CloseEnquiry), "close-enquiry")]
[JsonDerivedType(typeof(WithdrawEnquiry), "withdraw-enquiry")]
[JsonDerivedType(typeof(NoteEnquiryDue), "note-enquiry-due")]
public abstract record EnquiryCommand : ICommand<Enquiry, EnquiryEvent>
{
    public abstract Decision<EnquiryEvent> Decide(Enquiry state, Context context);
}

/// <summary>An incident as a request about it needs it.</summary>
public sealed record IncidentAsked(IncidentId Id) : Lookup<AskedIncident>;

/// <param name="Affected">What is recorded of those whom it affects: by that, texts can tell of them.</param>
public sealed record AskedIncident(IncidentRow Line, IReadOnlyDictionary<InstitutionId, InstitutionFacts> Affected);

/// <summary>Why a command on a request is refused. The codes are stable.</summary>
public static class EnquiryRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "enquiry.unknown", "There is no such request, or you may not see it.");
    public static readonly Refusal IncidentUnknown = new(RefusalKind.Unknown, "incident.unknown", "There is no such incident, or you may not see it.", "about");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "enquiry.exists", "This request was opened already.");
    public static readonly Refusal Ended = new(RefusalKind.Conflict, "enquiry.ended", "The request is closed or withdrawn. Open another.");
    public static readonly Refusal PartnerMissing = new(RefusalKind.Invalid, "enquiry.partner-missing", "Say which partner is asked.", "partner");
    public static readonly Refusal PartnerOwn = new(RefusalKind.Invalid, "enquiry.partner-own", "Leave the partner out: it is always yourself.", "partner");
    public static readonly Refusal FromOurs = new(RefusalKind.Invalid, "enquiry.from-ours", "Only a partner says who writes; we know you.", "from");
    public static readonly Refusal TitleMissing = new(RefusalKind.Invalid, "enquiry.title-missing", "Give the request a title.", "title");
    public static readonly Refusal TextMissing = new(RefusalKind.Invalid, "enquiry.text-missing", "Write a text.", "text");
    public static readonly Refusal LabelRed = new(RefusalKind.Invalid, "enquiry.label-red", "TLP:RED is for the people in the conversation and is not exchanged by machine. Call them.", "tlp");
    public static readonly Refusal DueMissing = new(RefusalKind.Invalid, "enquiry.due-missing", "Say by when an answer is due.", "due");
    public static readonly Refusal DueInvalid = new(RefusalKind.Invalid, "enquiry.due-invalid", "An answer is due at least ten minutes and at most a year from now.", "due");
    public static readonly Refusal DueNotAsked = new(RefusalKind.Invalid, "enquiry.due-not-asked", "Only the side that asked says by when it wants an answer. Leave it out.", "due");
    public static readonly Refusal TooManyMessages = new(RefusalKind.Conflict, "enquiry.too-many-messages", "This request has as many messages as one can have. Close it and open another.");
    public static readonly Refusal NotPerson = new(RefusalKind.Forbidden, "enquiry.person-needed", "Only a person can take a request. Sign in.");
    public static readonly Refusal NotAsked = new(RefusalKind.Conflict, "enquiry.not-yours", "Only the side that asked can withdraw a request.");

    public static Refusal AboveCeiling(Tlp ceiling) => new(RefusalKind.Forbidden, "enquiry.above-ceiling", $"This partner may have {ceiling.Label()} at most. Choose a label up to that, and leave out what is stricter.", "tlp");

    public static Refusal OutcomeAboveCeiling(Tlp label, Tlp ceiling)
        => new(RefusalKind.Conflict, "enquiry.outcome-above-ceiling",
            $"The partner would be told that it is closed, and not what came of it: that is labelled {label.Label()} like the request, and this partner may have {ceiling.Label()} at most. Write it a message up to that label first, or close it untold.", "untold");

    public static Refusal Names(string what)
        => new(RefusalKind.Forbidden, "enquiry.names-incident", $"The partner may not see the incident, and the text or title has its {what}. Leave it out, or share the incident first.", "text");

    public static Refusal NamesInstitution(string what)
        => new(RefusalKind.Forbidden, "enquiry.names-institution", $"The text or title has the {what} of an institution that the incident affects, and the partner may not be told of it. Leave it out, or record that the institution consents first.", "text");

    /// <summary>Why nothing is exchanged with a partner now.</summary>
    public static Refusal NoFlow(PartnerFlow flow) => flow switch
    {
        PartnerFlow.Paused => new(RefusalKind.Forbidden, "partner.paused", "The exchange with this partner is paused. It goes on when someone resumes it."),
        PartnerFlow.NotBegun => new(RefusalKind.Forbidden, "partner.not-begun", "The agreement with this partner has not begun yet."),
        PartnerFlow.Expired => new(RefusalKind.Forbidden, "partner.expired", "The agreement with this partner has ended. It must be renewed first."),
        _ => new(RefusalKind.Forbidden, "partner.no-agreement", "What an exchange with this partner needs is missing: an approval, or a non-disclosure arrangement."),
    };
}
