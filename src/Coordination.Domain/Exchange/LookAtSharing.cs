using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Something has changed on which it depends what may leave. What was prepared is no longer meant.</summary>
public sealed record LookAtSharing(string Because) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context) => state.IsOpen ? new SharingLookedAt(Because) : Decision<SharingEvent>.Nothing;
}
