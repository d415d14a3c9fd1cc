using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Intake;

/// <summary>An indicator of a partner found something.</summary>
/// <param name="Indicator">Its STIX id.</param>
/// <param name="Types">What it hints at, in words of STIX.</param>
/// <param name="Confidence">0 to 100.</param>
/// <param name="Seen">By what it was found.</param>
public sealed record IndicatorHit(PartnerId Partner, string Indicator, string? Name, Tlp Label, IReadOnlyList<string> Types, int? Confidence, Observable Seen);

/// <summary>What indicators of partners find in these alerts. One question for all of a command, which costs nothing where there are no indicators.</summary>
public sealed record IndicatorsInAlerts(IReadOnlyList<Arrival> Arrivals) : Lookup<IndicatorHits>;

/// <summary>What indicators of partners find in these observables together.</summary>
public sealed record IndicatorsInObservables(IReadOnlyList<Observable> Observables) : Lookup<IndicatorHits>;

/// <summary>What was found, by the alert; of mere observables under the empty id.</summary>
public sealed record IndicatorHits(IReadOnlyDictionary<AlertId, IReadOnlyList<IndicatorHit>> Hits)
{
    public static readonly IndicatorHits None = new(new Dictionary<AlertId, IReadOnlyList<IndicatorHit>>());

    /// <summary>Null where nothing was.</summary>
    public IReadOnlyList<IndicatorHit>? Of(AlertId alert) => Hits.GetValueOrDefault(alert);
}

/// <summary>Reads patterns, which the domain does not.</summary>
public interface IIndicatorPatterns
{
    /// <summary>One spelling for what means the same.</summary>
    Observable Canonical(Observable observable);

    /// <summary>The observables by which the pattern holds; none where it does not, or where that cannot be told.</summary>
    IReadOnlyList<Observable> Hits(string pattern, IReadOnlyCollection<Observable> observed);
}
