using System.Collections.Immutable;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>The files of an advisory after what happened to one of them, what follows for their contents, and that as a sentence.</summary>
internal static class AdvisoryAttachments
{
    public static ImmutableArray<Attachment> After(ImmutableArray<Attachment> all, Recorded<AdvisoryEvent> recorded)
    {
        return recorded.Event switch
        {
            AdvisoryFileAttached e => all.Add(new(e.File, e.Tlp, e.TlpIsDefault, recorded.Actor.Value, recorded.At, e.ToScan ? ScanState.Waiting : ScanState.None)),
            AdvisoryFileScanAsked e => Change(e.Attachment, one => one with { Scan = ScanState.Waiting, ScanDetail = null, ScanAttempts = 0 }),
            AdvisoryFileScanned e => Change(e.Attachment, one => one with { Scan = e.RetryAt is null ? e.Result.State : ScanState.Waiting, ScanDetail = e.Result.Detail, ScanAttempts = e.Attempt }),
            _ => all,
        };

        ImmutableArray<Attachment> Change(AttachmentId id, Func<Attachment, Attachment> change) => [.. all.Select(one => one.Facts.Id == id ? change(one) : one)];
    }

    /// <summary>What is to be scanned, and what nothing names any more.</summary>
    public static IEnumerable<Armed> Orders(StreamId stream, Advisory before, IEnumerable<Recorded<AdvisoryEvent>> events, Advisory after)
    {
        var scans = from recorded in events
                    let scan = recorded.Event switch
                    {
                        AdvisoryFileAttached { ToScan: true } e => (e.File.Id, Attempt: 1, Due: (DateTimeOffset?)null),
                        AdvisoryFileScanAsked e => (e.Attachment, 1, null),
                        AdvisoryFileScanned { RetryAt: { } due } e => (e.Attachment, e.Attempt + 1, due),
                        _ => default,
                    }
                    from one in after.Attachments
                    where scan.Attempt > 0 && one.Facts.Id == scan.Id
                    select AttachmentMessages.Scan(stream, one, scan.Attempt, scan.Due);
        var kept = after.Attachments.Select(one => one.Facts.Id).ToHashSet();
        return [.. scans, .. before.Attachments.Where(one => !kept.Contains(one.Facts.Id)).Select(gone => AttachmentMessages.Discard(stream, gone))];
    }

    public static string Describe(AdvisoryEvent happened) => happened switch
    {
        AdvisoryFileAttached e => string.Create(
            CultureInfo.InvariantCulture, $"attached {e.File.Name}: {e.File.Size:N0} bytes, {e.File.MediaType}, {e.Tlp.Label()}{(e.TlpIsDefault ? " by default" : "")}, SHA-256 {e.File.Sha256}"),
        AdvisoryFileRemoved e => $"took attachment {e.Attachment} out of the draft: {e.Reason}",
        AdvisoryFileScanAsked e => $"had attachment {e.Attachment} scanned again",
        AdvisoryFileScanned { Result.State: ScanState.Clean } e => $"found nothing in attachment {e.Attachment} when scanning it",
        AdvisoryFileScanned { Result.State: ScanState.Infected } e => $"found in attachment {e.Attachment}: {e.Result.Detail ?? "malware"}",
        AdvisoryFileScanned e => $"could not scan attachment {e.Attachment}: {e.Result.Detail}{(e.RetryAt is null ? "; it is not tried again by itself" : "")}",
        AdvisoryFileDeleted e => $"deleted the content of attachment {e.Attachment}",
        _ => happened.GetType().Name,
    };
}
