using Coordination.Connectors.Attachments;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.Net.Http.Headers;

namespace Coordination.Host.Attachments;

/// <summary>Gives files out, whatever thing they belong to, as a download that no browser opens. Who may have them is decided before.</summary>
internal static class GivenFiles
{
    /// <summary>Why it cannot be given now; null where it can.</summary>
    public static async Task<IResult?> RefuseAsync(IContents contents, StreamId thing, Attachment found, CancellationToken cancellationToken)
        => found.IsKeptBack ? Problems.Result(found.Scan == ScanState.Infected ? AttachmentRefusals.Infected(found.ScanDetail) : AttachmentRefusals.NotScannedYet)
            // It may have been removed or erased since its name was read; once an answer has begun, it can only be cut off.
            : await IsThereAsync(contents, new(thing, found.Facts.Content, 0), cancellationToken) ? null
            : Problems.Result(AttachmentRefusals.Unknown);

    public static IResult Give(HttpContext http, IContents contents, StreamId thing, Attachment found)
    {
        var content = contents.Open(thing, found.Facts.Content, found.Facts.Size);
        // Whatever it is and whoever made it, it is not shown, run or asked for anything under this address.
        http.Items[SecurityHeaders.PolicyItem] = "sandbox; default-src 'none'";
        return found.Sample
            ? Results.Stream(output => SampleZip.WriteAsync(found.Facts.Name, found.At, content, output, http.RequestAborted), "application/zip", $"{found.Facts.Name}.zip")
            : Results.Stream(content, MediaType.Bytes, found.Facts.Name, found.At, new EntityTagHeaderValue($"\"{found.Facts.Sha256}\""), enableRangeProcessing: true);
    }

    /// <param name="by">Who added it; null where that is not the viewer's to know.</param>
    /// <param name="all">Whether the viewer sees all of the thing.</param>
    /// <param name="first">The first of the same thing that has this content.</param>
    public static AttachmentView View(Attachment one, PersonRef? by, bool all, InstitutionRef? institution, AttachmentId first) => new()
    {
        Id = one.Facts.Id,
        Name = one.Facts.Name,
        MediaType = one.Facts.MediaType,
        Claimed = one.Facts.Claimed,
        Size = one.Facts.Size,
        Sha256 = one.Facts.Sha256,
        Tlp = one.Tlp,
        TlpIsDefault = one.TlpIsDefault,
        Description = one.Facts.Description,
        By = by,
        At = one.At,
        Institution = institution,
        Scan = one.Scan,
        // Why a scan failed is about this server: paths and programs, which are nobody else's.
        ScanDetail = all || one.Scan == ScanState.Infected ? one.ScanDetail : null,
        Sample = one.Sample,
        KeptBack = one.IsKeptBack,
        SameAs = first == one.Facts.Id ? null : first,
    };

    private static async Task<bool> IsThereAsync(IContents contents, ContentChunk beginning, CancellationToken cancellationToken)
    {
        try
        {
            return await contents.ReadAsync(beginning, cancellationToken) is not null;
        }
        catch (StreamErasedException)
        {
            return false;
        }
    }
}
