namespace Coordination.Grains.Incidents;

/// <summary>Readable incident numbers: unique under concurrency, taken from blocks, gaps allowed.</summary>
public interface IIncidentNumbers
{
    /// <summary>The next number of the year, for example <c>2026-000123</c>.</summary>
    Task<string> NextAsync(CancellationToken cancellationToken);
}
