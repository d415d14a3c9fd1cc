using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What is done outside of any thing: the indicators that a lane took at a version are looked for in what was there before. Ordered where they are taken, in one commit, so that none is forgotten.</summary>
/// <param name="Submission">Where it is recorded.</param>
public sealed record LookBackOrder(string Submission, string Lane, long Version);

/// <summary>What was there before was looked through.</summary>
/// <param name="Looked">So many alerts and incidents.</param>
/// <param name="Found">So many sightings.</param>
public sealed record RecordLookedBack(int Looked, int Found) : SubmissionCommand
{
    public override Decision<SubmissionEvent> Decide(Submission state, Context context) => new LookedBack(Looked, Found);
}
