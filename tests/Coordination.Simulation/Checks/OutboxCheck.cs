using Coordination.Simulation.Machinery;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation.Checks;

/// <summary>In the end nothing is armed; nothing was parked without a reason that the dice made; nothing was given out early, or while someone held it.</summary>
internal sealed class OutboxCheck(World world, Weather weather, IReadOnlyList<MessageRow> parked, Findings findings)
{
    public void Check()
    {
        foreach (var row in world.Database.Messages.Values)
        {
            findings.Add($"The message {row.Message.Id} to {row.Message.Target} is still there{(row.IsParked ? $", parked: {row.ParkedCode} {row.ParkedDetail}" : "")}.");
        }

        foreach (var row in parked.Where(row => !HasReason(row)))
        {
            findings.Add($"The message {row.Message.Id} to {row.Message.Target} was parked without a reason: {row.ParkedCode} {row.ParkedDetail}.");
        }

        foreach (var handOut in world.Database.HandOuts)
        {
            if (handOut.Due > handOut.At + weather.ClockError)
            {
                findings.Add($"The message {handOut.Message} was given to {handOut.To} at {handOut.At:O}, {handOut.Due - handOut.At} before it was due.");
            }

            if (handOut.From is not null && handOut.FromUntil > handOut.At && !handOut.FromIsGone)
            {
                findings.Add($"The message {handOut.Message} was given to {handOut.To} at {handOut.At:O}; {handOut.From} held it until {handOut.FromUntil:O}.");
            }
        }
    }

    /// <summary>Holders that died or fell silent, often enough; or a database that failed those who handled it.</summary>
    private bool HasReason(MessageRow row) => row.ParkedCode switch
    {
        Leases.KilledItsProcess => world.Database.HandOuts.Count(handOut => handOut.Message == row.Message.Id && handOut.From is not null) >= World.MaxClaims - 1,
        "handling.failed" => weather.ReadsFail + weather.GroupsFail + weather.CommitsFail + weather.CommitAnswersLost + weather.Outages > 0,
        _ => false,
    };
}
