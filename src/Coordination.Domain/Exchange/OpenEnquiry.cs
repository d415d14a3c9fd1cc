using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Asks a partner, or takes a partner's question. Whether who asks may see the incident was found out before.</summary>
public sealed record OpenEnquiry : EnquiryCommand
{
    public required string Number { get; init; }
    public required PartnerId Partner { get; init; }
    public required EnquiryDirection Direction { get; init; }
    public required EnquiryKind Kind { get; init; }
    public required string Title { get; init; }
    public required string Text { get; init; }
    public required Tlp Tlp { get; init; }
    public required Severity Severity { get; init; }
    public DateTimeOffset? Due { get; init; }
    public IncidentId? About { get; init; }
    public string? From { get; init; }

    public override Decision<EnquiryEvent> Decide(Enquiry state, Context context)
    {
        var side = Direction == EnquiryDirection.ToPartner ? EnquirySide.Ours : EnquirySide.Theirs;
        return state.Exists ? EnquiryRefusals.Exists
            : Texts.Refuse("title", Title, 300, EnquiryRefusals.TitleMissing) is { } title ? title
            : Due is null && side == EnquirySide.Ours ? EnquiryRefusals.DueMissing
            : (EnquiryRules.RefuseDue(Due, context.Now) ?? EnquiryRules.Refuse(context, side, Partner, Tlp, About, Text, From, Title)) is { } refusal ? refusal
            : About is { } about && EnquiryRules.Unknown(context, side, about) ? EnquiryRefusals.IncidentUnknown
            : new EnquiryOpened(
                Number, Partner, Direction, Kind, Title.Trim(), Text.Trim(), Tlp, Severity, Due, About, About is { } id && context.Lookups.Find(new IncidentAsked(id))!.Line.Exercise,
                string.IsNullOrWhiteSpace(From) ? null : From.Trim());
    }
}
