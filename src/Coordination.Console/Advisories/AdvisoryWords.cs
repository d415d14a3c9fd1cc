using System.Globalization;
using Coordination.Contracts.Advisories;

namespace Coordination.Console.Advisories;

/// <summary>How the values of advisories are written for people.</summary>
internal static class AdvisoryWords
{
    public static string Of(AddresseeState state) => state switch
    {
        AddresseeState.InProgress => "In progress",
        AddresseeState.NotAffected => "Not affected",
        AddresseeState.AcceptedRisk => "Risk accepted",
        _ => state.ToString(),
    };

    public static string Of(AdvisoryAnswer answer) => answer switch
    {
        AdvisoryAnswer.NotAffected => "Not affected",
        AdvisoryAnswer.InProgress => "In progress",
        AdvisoryAnswer.AcceptedRisk => "Risk accepted",
        _ => answer.ToString(),
    };

    public static string Of(ProductState state) => state switch
    {
        ProductState.NotAffected => "not affected",
        ProductState.UnderInvestigation => "under investigation",
        ProductState.Affected => "affected",
        _ => "fixed",
    };

    public static string Of(ActionKind kind) => kind switch
    {
        ActionKind.VendorFix => "Vendor fix",
        ActionKind.NoneAvailable => "No remedy yet",
        ActionKind.NoFixPlanned => "No fix planned",
        _ => "Mitigation",
    };

    public static string Of(Deadline deadline) => deadline.Date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"within {deadline.Hours} h");

    public static string Of(AdvisorySummary one) => one.Draft == DraftStatus.Review && one.Status == AdvisoryStatus.Published ? "Published, revision in review"
        : one.Draft is not null && one.Status == AdvisoryStatus.Published ? "Published, being revised"
        : one.Status == AdvisoryStatus.Review ? "In review"
        : one.Status.ToString();

    /// <summary>What stands where is found: <c>/vulnerabilities/0/cvss31</c> is vulnerability 1.</summary>
    public static string Score(decimal score) => string.Create(CultureInfo.InvariantCulture, $"{score:0.0} {Cvss31.RatingOf(score)}");

    /// <summary>A style for each state, from cold to warm.</summary>
    public static string Style(AddresseeView one) => one.Contradictions.Count > 0 ? "heat-bad" : one.State switch
    {
        AddresseeState.Patched or AddresseeState.NotAffected or AddresseeState.Mitigated => "heat-done",
        AddresseeState.AcceptedRisk => "heat-risk",
        AddresseeState.InProgress => "heat-work",
        AddresseeState.Released => "heat-out",
        _ when one.Late => "heat-bad",
        AddresseeState.Queued => "heat-cold",
        _ => "heat-told",
    };
}
