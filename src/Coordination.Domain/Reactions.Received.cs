using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>What partners give.</content>
public static partial class Reactions
{
    /// <summary>What a partner says about an incident is told to it, each version once.</summary>
    public static Effects OfReceived(StreamId stream, IReadOnlyList<Recorded<ReceivedEvent>> events)
    {
        return Effects.None;
    }

    public static Effects OfSubmission(StreamId stream, IReadOnlyList<Recorded<SubmissionEvent>> events)
    {
        return Effects.None;
    }
}
