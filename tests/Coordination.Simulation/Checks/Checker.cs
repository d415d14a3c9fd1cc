using Coordination.Contracts.Escalation;
using Coordination.Simulation.Machinery;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation.Checks;

/// <summary>
/// Says what is wrong with an execution that has come to rest. It works from what clients were told, what arrived outside, and the final database; it is a
/// naive statement of the promises and shares no rule with the product.
/// </summary>
internal static class Checker
{
    /// <param name="weather">What it was like before it rested.</param>
    /// <param name="parked">What was found parked and put into service again.</param>
    public static IReadOnlyList<string> Check(World world, Weather weather, IReadOnlyList<PolicyRequest> policies, IReadOnlyList<MessageRow> parked)
    {
        var findings = new Findings();
        JournalCheck.Check(world.Database, findings);
        if (findings.All.Count > 0)
        {
            // With the journal itself broken nothing that is read from it says anything.
            return findings.All;
        }

        var book = new Book(world.Database);
        new AlertCheck(world, book, findings).Check();
        new OperationCheck(world, book, findings).Check();
        new EscalationCheck(world, book, policies, weather.ClockError, findings).Check();
        new KeyCheck(world, book, findings).Check();
        new DeliveryCheck(world, book, findings).Check();
        new OutboxCheck(world, weather, parked, findings).Check();
        new ClaimCheck(world.Database, book, findings).Check();
        RowCheck.Check(world.Database, findings);
        return findings.All;
    }
}
