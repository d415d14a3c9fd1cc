using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What leaves was made for this round; of a later one, nothing is recorded.</summary>
public sealed record RecordMade(long Round, Made Made) : SharingCommand
{
    public override Decision<SharingEvent> Decide(Sharing state, Context context)
        => state.Terms is null || state.Round != Round ? Decision<SharingEvent>.Nothing : new SharingMade(Made);
}
