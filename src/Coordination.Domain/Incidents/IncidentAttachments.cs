using System.Collections.Immutable;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Incidents;

/// <summary>The attachments of an incident after what happened to one of them, and that as a sentence.</summary>
internal static class IncidentAttachments
{
    public static ImmutableArray<Attachment> After(ImmutableArray<Attachment> all, Recorded<IncidentEvent> recorded)
    {
        return recorded.Event switch
        {
            AttachmentAdded e => all.Add(new(e.File, e.Tlp, e.TlpIsDefault, recorded.Actor.Value, recorded.At, e.ToScan ? ScanState.Waiting : ScanState.None, Sample: e.Sample)),
            AttachmentRemoved e => all.RemoveAll(one => one.Facts.Id == e.Attachment),
            AttachmentKeptAsSample e => Change(e.Attachment, one => one with { Sample = true }),
            AttachmentScanAsked e => Change(e.Attachment, one => one with { Scan = ScanState.Waiting, ScanDetail = null, ScanAttempts = 0 }),
            AttachmentScanned e => Change(e.Attachment, one => one with { Scan = e.RetryAt is null ? e.Result.State : ScanState.Waiting, ScanDetail = e.Result.Detail, ScanAttempts = e.Attempt }),
            _ => all,
        };

        ImmutableArray<Attachment> Change(AttachmentId id, Func<Attachment, Attachment> change) => [.. all.Select(one => one.Facts.Id == id ? change(one) : one)];
    }

    public static string Describe(IncidentEvent happened) => happened switch
    {
        AttachmentAdded e => string.Create(
            CultureInfo.InvariantCulture,
            $"attached {e.File.Name}: {e.File.Size:N0} bytes, {e.File.MediaType}{(e.File.Claimed is { } claimed ? $" although it is called {claimed}" : "")}, {e.Tlp.Label()}{(e.TlpIsDefault ? " by default" : "")}{(e.Sample ? ", as a sample" : "")}, SHA-256 {e.File.Sha256}"),
        AttachmentRemoved e => $"removed attachment {e.Attachment}: {e.Reason}",
        AttachmentKeptAsSample e => $"keeps attachment {e.Attachment} as a sample: {e.Reason}",
        AttachmentScanAsked e => $"had attachment {e.Attachment} scanned again",
        AttachmentScanned { Result.State: ScanState.Clean } e => $"found nothing in attachment {e.Attachment} when scanning it",
        AttachmentScanned { Result.State: ScanState.Infected } e => $"found in attachment {e.Attachment}: {e.Result.Detail ?? "malware"}",
        AttachmentScanned e => $"could not scan attachment {e.Attachment}: {e.Result.Detail}{(e.RetryAt is null ? "; it is not tried again by itself" : "")}",
        AttachmentContentDeleted e => $"deleted the content of attachment {e.Attachment}",
        _ => happened.GetType().Name,
    };
}
