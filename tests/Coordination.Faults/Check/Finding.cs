namespace Coordination.Faults.Check;

/// <summary>What is promised, one clause after another.</summary>
internal enum Clause
{
    /// <summary>Whatever was answered is there.</summary>
    Lost,

    /// <summary>Nothing is there that nobody sent or that was refused.</summary>
    Invented,

    /// <summary>An alert is in one incident, or in the queue of those that are nobody's: in one place.</summary>
    Doubled,

    /// <summary>Sightings are counted as often as they were sent.</summary>
    Counted,

    /// <summary>Versions of a stream have no gap and no fork.</summary>
    Stream,

    /// <summary>Chain and checkpoints are whole.</summary>
    Chain,

    /// <summary>What was asked for under one key took effect once, and a repeat got the first answer.</summary>
    Operation,

    /// <summary>Each step of an escalation is recorded once, in its order.</summary>
    Step,

    /// <summary>No step runs before its time, by the database's clock.</summary>
    Early,

    /// <summary>No step is recorded after its incident was acknowledged or closed.</summary>
    AfterAcknowledge,

    /// <summary>What is recorded says when it happened.</summary>
    Clock,

    /// <summary>Each delivery is at its end, or is going to be tried again.</summary>
    Delivery,

    /// <summary>What was sent has arrived, repeats carry the same id, and there are no more of them than attempts that were cut off.</summary>
    Outside,

    /// <summary>Nothing waits for people that nobody has made to.</summary>
    Parked,

    /// <summary>What is due is done.</summary>
    Rest,

    /// <summary>Consoles come to show what is true.</summary>
    Console,

    /// <summary>A process that was not killed lives, and one that was started again serves.</summary>
    Process,

    /// <summary>Whoever cannot be served is told so, and when to come again; never that something is broken.</summary>
    Answer,
}

/// <summary>A promise that was not kept.</summary>
internal sealed record Finding(Clause Clause, string Text)
{
    public override string ToString() => $"{Clause}: {Text}";
}
