using Coordination.Domain.Journal;

namespace Coordination.Domain.Attachments;

/// <summary>What the outbox is told of a content, whatever it belongs to.</summary>
public static class AttachmentMessages
{
    /// <summary>Scan it, at once or later.</summary>
    public static Armed Scan(StreamId thing, Attachment attachment, int attempt, DateTimeOffset? due = null)
        => new(new StreamId("scan", attachment.Facts.Id.Value), DomainJson.Write(new ScanOrder(thing.Value, attachment.Facts.Id, attachment.Facts.Content, attachment.Facts.Size, attempt)), Priority.Bulk, due);

    /// <summary>Delete it: nobody needs it.</summary>
    public static Armed Discard(StreamId thing, Attachment attachment)
        => new(new StreamId("discard", attachment.Facts.Id.Value), DomainJson.Write(new DiscardOrder(thing.Value, attachment.Facts.Id, attachment.Facts.Content)), Priority.Bulk);
}
