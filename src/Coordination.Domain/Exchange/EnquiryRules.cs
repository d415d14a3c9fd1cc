using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>What may be written to a partner and taken from it.</summary>
internal static class EnquiryRules
{
    public const int MostMessages = 500;
    private const int LongestText = 20_000;
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(10);

    /// <summary>What must be known of the partner and of the incident.</summary>
    public static IEnumerable<Lookup> Needs(PartnerId partner, IncidentId? about)
        => about is { } incident ? [new PartnerById(partner), new IncidentAsked(incident)] : [new PartnerById(partner)];

    /// <summary>Why this message cannot pass between the two now; null if it can.</summary>
    /// <param name="texts">All that leaves, the title too.</param>
    public static Refusal? Refuse(Context context, EnquirySide side, PartnerId partner, Tlp label, IncidentId? about, string text, string? from, params IReadOnlyList<string> texts)
    {
        if ((Texts.Refuse("text", text, LongestText, EnquiryRefusals.TextMissing) ?? Texts.Refuse("from", from, 200)) is { } refusal)
        {
            return refusal;
        }

        if (side == EnquirySide.Ours && from is not null)
        {
            return EnquiryRefusals.FromOurs;
        }

        if (context.Lookups.Find(new PartnerById(partner)) is not { } row)
        {
            return PartnerRefusals.Unknown;
        }

        var standing = Partner.StandingOf(partner, row);
        return standing.FlowAt(context.Now) is var flow && flow != PartnerFlow.Open ? EnquiryRefusals.NoFlow(flow)
            : label == Tlp.Red ? EnquiryRefusals.LabelRed
            : side == EnquirySide.Theirs ? null
            : !standing.MayHave(label, context.Now) ? EnquiryRefusals.AboveCeiling(standing.Ceiling)
            : about is { } id && context.Lookups.Find(new IncidentAsked(id)) is { } incident ? Named(standing, incident, [text, .. texts], context.Now)
            : null;
    }

    /// <summary>What the partner reads at the end names the incident no more than the rest.</summary>
    public static Refusal? RefuseNames(Context context, EnquiryOpened asked, string text)
        => asked.About is { } id && context.Lookups.Find(new IncidentAsked(id)) is { } incident && context.Lookups.Find(new PartnerById(asked.Partner)) is { } row
            ? Named(Partner.StandingOf(asked.Partner, row), incident, [text], context.Now)
            : null;

    public static Refusal? RefuseDue(DateTimeOffset? due, DateTimeOffset now)
        => due is { } by && (by < now + Soonest || by > now.AddYears(1)) ? EnquiryRefusals.DueInvalid : null;

    /// <summary>How a partner looks at an incident.</summary>
    public static Viewer ViewerOf(PartnerStanding standing) => new(null, Role.Partner, Partner: standing);

    /// <summary>A request does not share the incident that it is about: of one that the partner may not see, neither number nor title leaves with it. The number of a request may hold the same digits.</summary>
    private static Refusal? Named(PartnerStanding standing, IncidentRow incident, IReadOnlyList<string> texts, DateTimeOffset now)
        => Disclosure.Of(ViewerOf(standing), incident, now) > Sight.Nothing ? null
            : texts.Any(text => text.Replace($"REQ-{incident.Number}", "", StringComparison.OrdinalIgnoreCase).Contains(incident.Number, StringComparison.OrdinalIgnoreCase)) ? EnquiryRefusals.Names("number")
            : incident.Title.Trim() is { Length: > 3 } title && texts.Any(text => text.Contains(title, StringComparison.OrdinalIgnoreCase)) ? EnquiryRefusals.Names("title")
            : null;
}
