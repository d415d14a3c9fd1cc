using Coordination.Simulation.Bugs;
using Coordination.Simulation.Cluster;
using Coordination.Simulation.Machinery;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>Groups of one process on the simulated database, with everything that can go wrong between begin and answer.</summary>
internal sealed class DatabaseEngine(World world, SimulatedProcess process) : IGroupEngine
{
    private long _groups = world.Database.Writers.GetValueOrDefault(process.Name);
    private long _sealedGroup;

    public DateTimeOffset LeaseUntil => world.Clock.Now + World.Lease;

    private Database Database => world.Database;

    public void Begin()
    {
        if (process.IsDead || Database.IsDown)
        {
            throw new DatabaseFailureException("The database cannot be reached.", Failure.Unreachable);
        }
    }

    public GroupFacts Read(IReadOnlyList<PreparedCommit> commits)
    {
        if (world.Dice.PerMille(world.Weather.GroupsFail))
        {
            world.Note(What.GroupFails, process, null);
            throw new DatabaseFailureException("A deadlock was found.", Failure.Race);
        }

        return FactReader.Read(Database, commits, world.Bug);
    }

    public void Write(GroupPlan plan, IReadOnlySet<string> leased) => new PlanWriter(world, process.Name).Write(plan, leased, LeaseUntil);

    public bool Seal()
    {
        if (Database.Changes == 0)
        {
            return false;
        }

        _sealedGroup = _groups + 1;
        Database.Put(Database.Writers, process.Name, _sealedGroup);
        return true;
    }

    public void Commit()
    {
        if (process.IsDead)
        {
            throw new DatabaseFailureException("The process is gone.", Failure.Unreachable);
        }

        if (world.Dice.PerMille(world.Weather.CommitsFail))
        {
            world.Note(What.GroupFails, process, null, 1);
            throw world.Dice.Percent(50)
                ? new DatabaseFailureException("The connection was lost before the commit.", Failure.Cut)
                : new DatabaseFailureException("The transaction was refused.", Failure.Refusal);
        }

        Database.Commit();
        _groups = _sealedGroup;
        if (world.Dice.PerMille(world.Weather.CommitAnswersLost))
        {
            world.Note(What.GroupAnswerIsLost, process, null);
            throw new DatabaseFailureException("The connection was lost after the commit.", Failure.Cut);
        }
    }

    public void Rollback() => Database.Rollback();

    public bool WasWritten()
    {
        Database.Rollback();
        if (process.IsDead || Database.IsDown || world.Dice.Percent(world.Weather.LookupsFail))
        {
            world.Note(What.GroupOutcomeIsUnknown, process, null);
            throw new DatabaseFailureException("The database cannot be reached.", Failure.Unreachable);
        }

        _groups = Database.Writers.GetValueOrDefault(process.Name);
        return world.Bug is Bug.LostCommitsAreBelieved || _groups >= _sealedGroup;
    }

    public bool IsRefusal(Exception failure) => failure is DatabaseFailureException { Failure: Failure.Refusal };

    public bool ConcernsAll(Exception failure) => failure is DatabaseFailureException { Failure: Failure.Unreachable };

    public bool IsRace(Exception failure) => failure is DatabaseFailureException { Failure: Failure.Race };

    public void Dispose()
    {
    }
}
