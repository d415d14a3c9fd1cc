using Coordination.Contracts;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;

namespace Coordination.Grains.Intake;

/// <summary>Takes alerts in: fingerprints, lanes, originals, and a receipt for each line after its commit.</summary>
public interface IIntake
{
    /// <summary>Accepts the lines of one delivery. Each line is answered by its number; a bad one does not disturb the others.</summary>
    /// <param name="key">The caller's key for the delivery: sent again under it, nothing is counted twice.</param>
    Task<IntakeAnswer> AcceptAsync(SourceId source, IReadOnlyList<IntakeLine> lines, string? key, CancellationToken cancellationToken);
}
