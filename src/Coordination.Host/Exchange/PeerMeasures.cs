using System.Diagnostics.Metrics;
using Coordination.Domain.Exchange;
using Coordination.Domain.Live;

namespace Coordination.Host.Exchange;

/// <summary>Counts steps with partners' servers.</summary>
internal sealed class PeerMeasures(IMeterFactory meters)
{
    private readonly Counter<long> _steps = meters.Create(MeasureNames.Meter).CreateCounter<long>(MeasureNames.PeerSteps, "{step}", "Steps with partners' servers, by way and outcome.");

    public void Stepped(string way, PeerTrouble? trouble) => _steps.Add(1, new("way", way), new("outcome", trouble is null ? "done" : trouble.Counts ? "failed" : "held"));
}
