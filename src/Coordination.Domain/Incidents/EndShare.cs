using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>Shows it no longer: someone says so, or its time has come.</summary>
public sealed record EndShare(int Number, string? Why = null) : IncidentCommand
{
    public override Decision<IncidentEvent> Decide(Incident state, Context context)
        => !state.Exists ? IncidentRefusals.Unknown
            : state.Shares.Any(share => share.Number == Number) ? Texts.Refuse("why", Why, 2_000) is { } tooLong ? tooLong : new ShareEnded(Number, string.IsNullOrWhiteSpace(Why) ? null : Why.Trim())
            // Ended already, by hand before its time or by its time before the hand.
            : Number >= 1 && Number <= state.SharesGiven ? Decision<IncidentEvent>.Nothing
            : IncidentRefusals.ShareUnknown;
}
