using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What is done outside of any thing: the indicators of a submission are looked for in what was there before.</summary>
public sealed record LookBackOrder(string Submission);

/// <summary>What was there before was looked through.</summary>
/// <param name="Looked">So many alerts and incidents.</param>
/// <param name="Found">So many sightings.</param>
public sealed record RecordLookedBack(int Looked, int Found) : SubmissionCommand
{
    public override Decision<SubmissionEvent> Decide(Submission state, Context context) => new LookedBack(Looked, Found);
}
