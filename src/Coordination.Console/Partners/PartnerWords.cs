using Coordination.Console.Shell;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Partners;

/// <summary>How a partner and what may go to it are said to people.</summary>
internal static class PartnerWords
{
    /// <summary>So long before its end an agreement is a matter of concern.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static string Of(PartnerKind kind) => kind switch
    {
        PartnerKind.Cert => "CERT",
        PartnerKind.Authority => "Authority",
        _ => "Company",
    };

    public static string Kind(PartnerView partner) => partner is { Settings.Kind: PartnerKind.Cert, IsCounterpart: false } ? "CERT of no Member State" : Of(partner.Settings.Kind);

    public static string Of(PartnerTopic topic) => topic switch
    {
        PartnerTopic.Incidents => "incidents",
        PartnerTopic.Indicators => "indicators",
        _ => "advisories",
    };

    /// <summary>Whether anything is exchanged now.</summary>
    public static string Of(PartnerFlow flow) => flow switch
    {
        PartnerFlow.Open => "Open",
        PartnerFlow.Paused => "Paused",
        PartnerFlow.NotBegun => "Not begun",
        PartnerFlow.Expired => "Agreement ended",
        _ => "No agreement",
    };

    public static string Style(PartnerFlow flow) => flow switch
    {
        PartnerFlow.Open => "ok",
        PartnerFlow.Paused or PartnerFlow.NotBegun => "warn",
        _ => "bad",
    };

    /// <summary>Why nothing is exchanged; null where something is.</summary>
    public static string? Why(PartnerView partner) => partner.Flow switch
    {
        PartnerFlow.Open => null,
        PartnerFlow.Paused => partner.PausedBecause,
        PartnerFlow.NotBegun => $"The agreement begins {Day(partner.Settings.Agreement.From)}.",
        PartnerFlow.Expired => $"It ended {Day(partner.Settings.Agreement.Until)}. Record a new one.",
        _ => partner.Settings.Kind == PartnerKind.Company ? "A company needs a non-disclosure arrangement." : $"{(partner.Settings.Kind == PartnerKind.Cert ? "A CERT of no Member State" : "An authority")} needs an approval and a non-disclosure arrangement.",
    };

    /// <summary>On what the exchange with a partner of this kind has to rest.</summary>
    public static string Needs(PartnerKind kind, bool outside) => kind switch
    {
        PartnerKind.Cert when !outside => "With a CERT of a Member State information is exchanged as of right (Art. 17); an end stops the flow all the same.",
        PartnerKind.Company => "A company gets nothing without a non-disclosure arrangement, and of an incident nothing without the consent of whom it affects (Art. 18(3)).",
        _ => $"{(kind == PartnerKind.Cert ? "A CERT of no Member State" : "An authority")} gets nothing without an approval and a non-disclosure arrangement, and of an incident nothing without the consent of whom it affects (Art. 18(1) and (3)).",
    };

    /// <summary>The agreement as a line, for example <c>NDA, approved D-17</c>.</summary>
    public static string RestsOn(PartnerView partner)
    {
        var agreement = partner.Settings.Agreement;
        string[] parts = [agreement.Nda ? "NDA" : "", string.IsNullOrWhiteSpace(agreement.Approval) ? "" : $"approval {agreement.Approval}"];
        var said = string.Join(", ", parts.Where(part => part.Length > 0));
        return said.Length > 0 ? said : partner.IsCounterpart ? "as of right (Art. 17)" : "none";
    }

    /// <summary>How long the agreement still lasts, where that is a matter of concern; null otherwise.</summary>
    public static string? EndsSoon(Agreement agreement, DateTimeOffset now)
        => agreement.Until is not { } until || until - now > Soon ? null
            : until <= now ? "ended"
            : $"ends in {Show.Age(until - now)}";

    private static string Day(DateTimeOffset? at) => at is { } day ? Show.Moment(day)[..10] : "";
}
