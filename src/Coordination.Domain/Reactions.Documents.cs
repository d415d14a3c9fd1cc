using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>Documents of other publishers begin drafts.</content>
public static partial class Reactions
{
    /// <summary>The first version begins an advisory; a newer one is offered to its draft.</summary>
    public static Effects OfReceivedDocument(ReceivedDocument before, IReadOnlyList<Recorded<ReceivedDocumentEvent>> events)
    {
        var arm = new List<Armed>();
        var was = before.Content;
        foreach (var received in events.Select(recorded => recorded.Event).OfType<DocumentReceived>())
        {
            arm.Add(To(AdvisoryKind.Stream(received.Advisory), (AdvisoryCommand)(was is null ? new DraftAdvisory(received.Number, received.Content) : new TakeNewerDocument(was, received.Content)), Priority.HandOff));
            was = received.Content;
        }

        return new() { Arm = arm };
    }
}
