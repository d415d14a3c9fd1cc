using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Host.Attachments;
using Coordination.Host.Live;

namespace Coordination.Host.Advisories;

/// <summary>The files of an advisory: all of them for staff; for a recipient those that were published, as far as text and file may be shown.</summary>
internal sealed class AdvisoryFiles(IRows rows, Views views, TimeProvider clock)
{
    public async Task<IReadOnlyList<AttachmentView>> ListAsync(Viewer viewer, SeenAdvisory seen, AdvisoryDetailRow detail, IReadOnlyList<AttachmentId> which, CancellationToken cancellationToken)
    {
        if (which.Count == 0)
        {
            return [];
        }

        var rowsOf = (await rows.FindManyAsync(AttachmentRows.Table, [.. which.Select(id => id.Value)], cancellationToken)).ToDictionary(row => row.Id, row => row.Value.Attachment, StringComparer.Ordinal);
        // In the order in which they were added.
        var found = which.Select(id => rowsOf.GetValueOrDefault(id.Value)).OfType<Attachment>().Where(one => Shows(viewer, seen, detail, one)).ToArray();
        var all = seen.Own is null;
        var authors = all ? await views.PeopleAsync(found.Select(one => one.By), cancellationToken) : [];
        return [.. found.Select(one => GivenFiles.View(one, all ? authors[one.By] : null, all, null, Array.Find(found, other => other.Facts.Sha256 == one.Facts.Sha256)!.Facts.Id))];
    }

    /// <summary>One that the viewer may have.</summary>
    public async Task<Attachment?> FindAsync(Viewer viewer, SeenAdvisory seen, AttachmentId id, CancellationToken cancellationToken)
        => await rows.FindAsync(AttachmentRows.Table, id.Value, cancellationToken) is { } row && row.Stream == seen.Line.Stream
            && await rows.FindAsync(AdvisoryKind.Details, seen.Line.Id, cancellationToken) is { } detail && Shows(viewer, seen, detail.Value, row.Value.Attachment)
                ? row.Value.Attachment
                : null;

    private bool Shows(Viewer viewer, SeenAdvisory seen, AdvisoryDetailRow detail, Attachment one)
        => seen.Own is not { } own
            || (detail.Files.Contains(one.Facts.Id) && seen.Sight > Sight.Existence
                && AddresseeParts.OfPublished(own.Value, detail.Published, detail.Recipients) is { } current && AddresseeParts.ShowsFile(viewer, current, one.Tlp, clock.GetUtcNow()));
}
