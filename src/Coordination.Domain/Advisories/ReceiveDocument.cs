using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>
/// Someone brings a document. A newer version is compared with the one before, an older or known one changes nothing, and the same version with another content is kept apart.
/// </summary>
/// <param name="Advisory">The advisory to begin, unless there is one already; null where documents are only collected.</param>
/// <param name="Number">Its number; empty for who knows that there is one.</param>
public sealed record ReceiveDocument(DocumentName Name, DocumentVersion Document, AdvisoryContent Content, AdvisoryId? Advisory = null, string Number = "") : ReceivedDocumentCommand
{
    /// <summary>Characters of a compressed document. An event is read whole, and a stream with all of its own.</summary>
    public const int MostKept = 8 * 1024 * 1024;

    private const int MostQuarantined = 100;

    /// <summary>What cannot be kept, whatever was kept before. It is asked before a number is taken too: numbers are public and have no gaps.</summary>
    public static Refusal? Refuse(DocumentVersion document, AdvisoryContent content)
        => document.Bytes.Length > MostKept ? DocumentRefusals.TooLarge : AdvisoryRefusals.TooMuch(content);

    public override Decision<ReceivedDocumentEvent> Decide(ReceivedDocument state, Context context)
    {
        if (Refuse(Document, Content) is { } refusal)
        {
            return refusal;
        }

        if (state.Hashes.TryGetValue(Document.Version, out var hash) && hash != Document.Hash)
        {
            return state.Quarantine.Any(one => one.Hash == Document.Hash) || state.Quarantine.Length >= MostQuarantined
                ? Decision<ReceivedDocumentEvent>.Nothing
                : new DocumentQuarantined(Document.Version, Document.Hash, $"Version {Document.Version} was received before with another content. Ask the publisher which of the two is theirs.", Document.Origin);
        }

        var events = new List<ReceivedDocumentEvent>();
        if (state.Newest is not { } newest || DocumentVersions.Order.Compare(Document.Version, newest.Version) > 0)
        {
            events.Add(new DocumentReceived(Name, Document, Content, state.Content is { } before ? ContentChanges.Between(before, Content) : []));
        }

        if (state.Advisory is null && Advisory is { } advisory && Number.Length > 0)
        {
            events.Add(new DocumentDrafted(advisory, Number));
        }

        return Decision<ReceivedDocumentEvent>.Of(events);
    }
}
