namespace Coordination.Simulation.Machinery;

/// <summary>What sorts of things happen, one at a step.</summary>
internal enum What
{
    Begins,
    TimePasses,
    TimerFires,
    ClientAsks,
    ClientAsksAgain,
    ClientIsAnswered,
    ClientGivesUp,
    RequestArrives,
    RequestIsLost,
    RequestArrivesTwice,
    AnswerArrives,
    AnswerIsLost,
    CallTimesOut,
    CallFails,
    ReadReturns,
    ReadFails,
    GroupIsWritten,
    GroupFails,
    GroupAnswerIsLost,
    GroupOutcomeIsUnknown,
    SendBegins,
    SendEnds,
    TailIsRead,
    ProcessStarts,
    ProcessDies,
    ProcessFreezes,
    ProcessThaws,
    ProcessIsGivenUp,
    ProcessHearsThatItIsGivenUp,
    LeasesAreVoid,
    GrainMoves,
    GrainIsForgotten,
    DatabaseGoes,
    DatabaseReturns,
    Rests,
    PeopleUnpark,
}

/// <summary>Something that will happen; the dice decide when. What belongs to a process does not happen while it is frozen, and never once it is dead.</summary>
/// <param name="Where">The process in which it happens; null: outside of all.</param>
/// <param name="About">A stream, a message or a key.</param>
internal sealed record Happening(What What, Cluster.SimulatedProcess? Where, string? About, Action Do, int Detail = 0);
