namespace Coordination.Faults.Processes;

/// <summary>
/// An experiment that is written and has not yet been seen to pass on a quiet machine. It runs where <c>COORDINATION_EXPERIMENTS</c> or <c>COORDINATION_SOAK</c> is set, and is reported
/// as skipped elsewhere; who has seen it pass, and seen it fail on a broken product, makes it a fact.
/// </summary>
internal sealed class ExperimentFactAttribute : FactAttribute
{
    public ExperimentFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("COORDINATION_EXPERIMENTS") is null && Environment.GetEnvironmentVariable("COORDINATION_SOAK") is null)
        {
            Skip = "An experiment that is not yet settled: set COORDINATION_EXPERIMENTS=1 to run it.";
        }
    }
}
