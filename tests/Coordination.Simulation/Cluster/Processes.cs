using Coordination.Simulation.Machinery;

namespace Coordination.Simulation.Cluster;

/// <summary>The processes of the cluster: which live, which are frozen, which the others have given up; and how they die and come back.</summary>
internal sealed class Processes(World world)
{
    private readonly List<SimulatedProcess> _running = [];

    // Kept so that no finalizer runs while the execution lasts.
    private readonly List<SimulatedProcess> _dead = [];

    public IReadOnlyList<SimulatedProcess> Running => _running;

    /// <summary>Those that the others reckon with.</summary>
    public IReadOnlyList<SimulatedProcess> Trusted => _running.FindAll(process => !process.IsGivenUp);

    /// <summary>Those that a client can reach.</summary>
    public IReadOnlyList<SimulatedProcess> Reachable => _running.FindAll(process => !process.IsFrozen);

    public bool AnyHasEscaped => _running.Exists(process => process.HasEscaped) || _dead.Exists(process => process.HasEscaped);

    public void Start(int number, int life)
    {
        var error = world.Weather.ClockError == TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMicroseconds(world.Dice.Between(0, (long)world.Weather.ClockError.TotalMicroseconds * 2)) - world.Weather.ClockError;
        var process = new SimulatedProcess(world, number, life, error);
        _running.Add(process);
        _running.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        world.Note(What.ProcessStarts, process, null);
        process.Start();
    }

    /// <summary>Ends it in the middle of whatever it does. Its leases are void once the others have noticed; it comes back as another.</summary>
    public void Kill(SimulatedProcess process)
    {
        world.Note(What.ProcessDies, process, null);
        process.Die();
        _running.Remove(process);
        _dead.Add(process);
        world.Waiting.Forget(process);
        world.Network.Forget(process);
        world.Outside.Forget(process);
        world.Clients.Forget(process);
        world.Waiting.Add(new(What.LeasesAreVoid, null, process.Name, () => VoidLeases(process)));
        world.Waiting.Add(new(What.ProcessStarts, null, null, () => Start(process.Number, process.Life + 1)));
    }

    public void Freeze(SimulatedProcess process)
    {
        process.IsFrozen = true;
        world.Note(What.ProcessFreezes, process, null);
        world.Waiting.Add(new(What.ProcessThaws, null, process.Name, () => Thaw(process)));
        if (world.Dice.Percent(60))
        {
            world.Waiting.Add(new(What.ProcessIsGivenUp, null, process.Name, () => GiveUp(process)));
        }
    }

    /// <summary>The execution is over: what is left of it does nothing more.</summary>
    public void End()
    {
        foreach (var process in _running)
        {
            process.Die();
        }
    }

    private static void Thaw(SimulatedProcess process)
    {
        process.IsFrozen = false;
        process.Clock.Ring();
    }

    /// <summary>The others take a frozen process for dead: its grains are placed anew and its leases are void. When it goes on, it learns of that only after a while.</summary>
    private void GiveUp(SimulatedProcess process)
    {
        if (process.IsDead || !process.IsFrozen)
        {
            return;
        }

        process.IsGivenUp = true;
        world.Network.LoseGrains(process);
        VoidLeases(process);
        world.Waiting.Add(new(What.ProcessHearsThatItIsGivenUp, process, null, () => world.Processes.Kill(process)));
    }

    private void VoidLeases(SimulatedProcess gone)
    {
        var database = world.Database;
        database.Gone.Add(gone.Name);
        foreach (var row in database.Messages.Values.Where(row => row.Owner == gone.Name && !row.IsParked).ToArray())
        {
            database.Messages[row.Message.Id] = row with { LeaseUntil = DateTimeOffset.MinValue };
        }
    }
}
