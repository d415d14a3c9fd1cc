using Coordination.Simulation.Cluster;
using Coordination.Simulation.Machinery;

namespace Coordination.Simulation;

/// <summary>Chooses what happens next, one step at a time.</summary>
internal sealed class Course(World world)
{
    private Dice Dice => world.Dice;

    private Weather Weather => world.Weather;

    public void Next()
    {
        if (Misfortune())
        {
            return;
        }

        var roll = Dice.Below(100);
        if (roll < 84 && world.Waiting.TryTake(Dice, Weather.OldestFirst, out var next))
        {
            Do(next);
        }
        else if (roll < 95)
        {
            world.Clients.Act();
        }
        else
        {
            PassTime();
        }
    }

    public static void Do(World world, Happening next)
    {
        world.Note(next.What, next.Where, next.About, next.Detail);
        next.Do();
    }

    private void Do(Happening next) => Do(world, next);

    private void PassTime()
    {
        var idle = world.Waiting.Count == 0;
        var roll = Dice.Below(100);
        if (roll < (idle ? 40 : 15) && NextDue() is { } due)
        {
            world.Advance(due > world.Clock.Now ? due - world.Clock.Now : TimeSpan.Zero);
        }
        else if (roll < (idle ? 60 : 88))
        {
            world.Advance(TimeSpan.FromMicroseconds(Dice.Between(1, 2_000_000)));
        }
        else if (roll < (idle ? 85 : 96))
        {
            world.Advance(TimeSpan.FromMicroseconds(Dice.Between(1_000_000, 40_000_000)));
        }
        else if (roll < (idle ? 95 : 99))
        {
            world.Advance(TimeSpan.FromSeconds(Dice.Between(60, 600)));
        }
        else
        {
            world.Advance(TimeSpan.FromMinutes(Dice.Between(5, 100)));
        }

        if (world.Processes.Reachable.FirstOrDefault(process => process.LagsBehind) is { } lagging)
        {
            world.Waiting.Add(new(What.TailIsRead, lagging, null, lagging.ReadTail));
        }
    }

    /// <summary>The moment at which the next message is due, to the microsecond.</summary>
    private DateTimeOffset? NextDue()
    {
        DateTimeOffset? next = null;
        foreach (var row in world.Database.Messages.Values)
        {
            if (!row.IsParked && row.Owner is null && row.Message.Due > world.Clock.Now && (next is null || row.Message.Due < next))
            {
                next = row.Message.Due;
            }
        }

        return next;
    }

    private bool Misfortune()
    {
        if (Dice.PerMille(Weather.Deaths) && Any() is { } dying)
        {
            world.Processes.Kill(dying);
            return true;
        }

        if (Dice.PerMille(Weather.Freezes) && world.Processes.Reachable is { Count: > 1 } reachable)
        {
            world.Processes.Freeze(Dice.Of(reachable));
            return true;
        }

        if (Dice.PerMille(Weather.Moves))
        {
            world.Network.Move(Dice);
            return true;
        }

        if (Dice.PerMille(Weather.Forgets) && Any() is { Active: > 0 } forgetful)
        {
            world.Note(What.GrainIsForgotten, forgetful, forgetful.ForgetGrain(Dice.Below(forgetful.Active)).Value);
            return true;
        }

        if (Dice.PerMille(Weather.Outages) && !world.Database.IsDown)
        {
            world.Database.IsDown = true;
            world.Note(What.DatabaseGoes, null, null);
            world.Waiting.Add(new(What.DatabaseReturns, null, null, () => world.Database.IsDown = false));
            return true;
        }

        return false;
    }

    private SimulatedProcess? Any() => world.Processes.Running is { Count: > 0 } running ? Dice.Of(running) : null;
}
