using System.Text.RegularExpressions;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The observables that someone chose for others to look for.</summary>
public static partial class SharedIndicators
{
    private static readonly Refusal NotOfIncident = new(RefusalKind.Invalid, "indicator.not-of-incident", "Only an observable of the incident goes out with it. Add it to the incident first.", "indicators");
    private static readonly Refusal Times = new(RefusalKind.Invalid, "indicator.times", "What an indicator hints at ends after it begins.", "indicators");
    private static readonly Refusal Confidence = new(RefusalKind.Invalid, "indicator.confidence", "A confidence is a number from 0 to 100.", "indicators");
    private static readonly Refusal Types = new(RefusalKind.Invalid, "indicator.types", "A type is a word of STIX in small letters and dashes, for example malicious-activity or compromised; at most ten.", "indicators");
    private static readonly Refusal Twice = new(RefusalKind.Invalid, "indicator.twice", "An observable stands in the list once.", "indicators");

    public static Refusal? Refuse(IReadOnlyCollection<SharedIndicator> chosen, IReadOnlyCollection<Observable> ofIncident)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var known = ofIncident.ToHashSet();
        return chosen.Any(one => !known.Contains(one.Observable)) ? NotOfIncident
            : chosen.DistinctBy(one => one.Observable).Count() != chosen.Count ? Twice
            : chosen.Any(one => one.ValidUntil <= one.ValidFrom) ? Times
            : chosen.Any(one => one.Confidence is < 0 or > 100) ? Confidence
            : chosen.Any(one => one.Types is { } types && (types.Count > 10 || !types.All(word => word is not null && Word().IsMatch(word)))) ? Types
            : null;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{1,99}\z")]
    private static partial Regex Word();
}
