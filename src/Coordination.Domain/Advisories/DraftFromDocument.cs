using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>An advisory of ours is to be made of a received document. Asked again there is one already.</summary>
public sealed record DraftFromDocument(AdvisoryId Advisory, string Number) : ReceivedDocumentCommand
{
    public override Decision<ReceivedDocumentEvent> Decide(ReceivedDocument state, Context context)
        => state.Newest is null ? DocumentRefusals.Unknown
            : state.Advisory is not null ? Decision<ReceivedDocumentEvent>.Nothing
            : new DocumentDrafted(Advisory, Number);
}
