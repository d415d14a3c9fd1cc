using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>What the outbox is told of attachments: scan this, scan it again later, delete the content of that.</summary>
internal static class AttachmentOrders
{
    public static IEnumerable<Armed> After(StreamId stream, IncidentEvent happened, Incident before, Incident after) => happened switch
    {
        AttachmentAdded { ToScan: true } e => Scan(stream, after, e.File.Id, 1, null),
        AttachmentScanAsked e => Scan(stream, after, e.Attachment, 1, null),
        AttachmentScanned { RetryAt: { } due } e => Scan(stream, after, e.Attachment, e.Attempt + 1, due),
        AttachmentRemoved e when before.Attachments.FirstOrDefault(one => one.Facts.Id == e.Attachment) is { } gone
            => [AttachmentMessages.Discard(stream, gone)],
        _ => [],
    };

    private static IEnumerable<Armed> Scan(StreamId stream, Incident after, AttachmentId id, int attempt, DateTimeOffset? due)
        => after.Attachments.Where(one => one.Facts.Id == id).Select(one => AttachmentMessages.Scan(stream, one, attempt, due));
}
