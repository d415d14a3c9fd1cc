using Orleans;
using Orleans.Runtime;

namespace Coordination.BareSilo;

[GrainType("kept")]
internal sealed class KeptGrain([PersistentState("kept", "snapshots")] IPersistentState<Kept> state) : Grain, IKeptGrain
{
    public async Task<long> ChangeAsync(string verb, string by, string text)
    {
        var kept = state.State;
        kept.Changes++;
        switch (verb)
        {
            case "acknowledge":
                kept.AcknowledgedBy = by;
                break;
            case "assign":
                kept.Owner = by;
                break;
            default:
                kept.LastNote = text;
                break;
        }

        await state.WriteStateAsync();
        return kept.Changes;
    }
}

/// <summary>The fields of an incident, as far as there are any without its history.</summary>
public sealed class Kept
{
    public long Changes { get; set; }

    public string Number { get; set; } = "2026-000001";

    public string Title { get; set; } = "Traffic from a host of the agency to a sinkhole";

    public string Severity { get; set; } = "medium";

    public string Classification { get; set; } = "infected-system";

    public string? Owner { get; set; }

    public string? AcknowledgedBy { get; set; }

    public string? LastNote { get; set; }
}
