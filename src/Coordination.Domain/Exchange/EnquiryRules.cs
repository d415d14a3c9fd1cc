using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
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

    /// <summary>Why what came of it would not reach the partner: it bears the label of the request, which a partner may have chosen above what it may have. Who writes it must not believe that it is read.</summary>
    public static Refusal? RefuseOutcome(Context context, EnquiryOpened asked)
        => context.Lookups.Find(new PartnerById(asked.Partner)) is { } row && Partner.StandingOf(asked.Partner, row).Ceiling is var ceiling && asked.Tlp > ceiling ? EnquiryRefusals.OutcomeAboveCeiling(asked.Tlp, ceiling) : null;

    /// <summary>Whether a side must take it that there is no such incident. A partner has seen none of an exercise.</summary>
    public static bool Unknown(Context context, EnquirySide side, IncidentId about)
        => context.Lookups.Find(new IncidentAsked(about)) is not { } incident || (side == EnquirySide.Theirs && incident.Line.Exercise);

    public static Refusal? RefuseDue(DateTimeOffset? due, DateTimeOffset now)
        => due is { } by && (by < now + Soonest || by > now.AddYears(1)) ? EnquiryRefusals.DueInvalid : null;

    /// <summary>How a partner looks at an incident.</summary>
    public static Viewer ViewerOf(PartnerStanding standing) => new(null, Role.Partner, Partner: standing);

    /// <summary>A request does not share the incident that it is about, and what is shared does not tell whom it affects: whatever the partner may not know otherwise does not leave by a text.</summary>
    private static Refusal? Named(PartnerStanding standing, AskedIncident about, IReadOnlyList<string> texts, DateTimeOffset now)
        => NamesIncident(standing, about.Line, texts, now) ?? NamesInstitution(standing, about, texts, now);

    /// <summary>Of an incident that it may not see: neither number nor title. The number of a request may hold the same digits.</summary>
    private static Refusal? NamesIncident(PartnerStanding standing, IncidentRow incident, IReadOnlyList<string> texts, DateTimeOffset now)
        => Disclosure.Of(ViewerOf(standing), incident, now) > Sight.Nothing ? null
            : texts.Any(text => text.Replace($"REQ-{incident.Number}", "", StringComparison.OrdinalIgnoreCase).Contains(incident.Number, StringComparison.OrdinalIgnoreCase)) ? EnquiryRefusals.Names("number")
            : incident.Title.Trim() is { Length: > 3 } title && texts.Any(text => text.Contains(title, StringComparison.OrdinalIgnoreCase)) ? EnquiryRefusals.Names("title")
            : null;

    /// <summary>Of whom it affects: nothing that names who does not consent to it (Art. 18(3), 20(3)), also where the incident is shared.</summary>
    private static Refusal? NamesInstitution(PartnerStanding standing, AskedIncident about, IReadOnlyList<string> texts, DateTimeOffset now)
    {
        var hidden = about.Affected.Where(one => !Disclosure.Reveals(ViewerOf(standing), about.Line.Consents, one.Key, now) || !Disclosure.PartnerMayKnow(standing, [one.Key], about.Line.Consents, now))
            .Select(one => one.Value).ToArray();
        return texts.Select(text => OtherParties.KindIn(text, hidden)).FirstOrDefault(kind => kind is not null) is { } what ? EnquiryRefusals.NamesInstitution(what) : null;
    }
}
