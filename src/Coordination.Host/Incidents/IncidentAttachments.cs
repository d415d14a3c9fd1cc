using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Access;
using Coordination.Domain.Attachments;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Host.Attachments;
using Coordination.Host.Live;

namespace Coordination.Host.Incidents;

/// <summary>The attachments of an incident, as far as a viewer may know of them.</summary>
internal sealed class IncidentAttachments(IRows rows, Need need, Views views, Live.Directory directory, TimeProvider clock)
{
    public async Task<IReadOnlyList<AttachmentView>> ListAsync(Viewer viewer, Row<IncidentRow> line, CancellationToken cancellationToken)
    {
        var found = (await rows.ListAsync(
            AttachmentRows.Table, new RowQuery(RowFilter.Is("subject", line.Stream.Value), "at", Limit: Attached.Most), cancellationToken)).Rows.Select(row => row.Value.Attachment).Where(one => Shows(viewer, line, one)).ToArray();
        var authors = await views.PeopleAsync(found.Select(one => one.By), cancellationToken);
        var names = await directory.NamesAsync([], found.Select(one => one.Facts.Institution?.Value).OfType<string>(), cancellationToken);
        var all = need.SightOf(viewer, line.Value) == Sight.All;
        return [.. found.Select(one => GivenFiles.View(
            one, all ? authors[one.By] : null, all, one.Facts.Institution is { } institution ? names.Institution(institution.Value) : null,
            // Of what they are not shown nobody learns that it is there.
            Array.Find(found, other => other.Facts.Sha256 == one.Facts.Sha256)!.Facts.Id))];
    }

    /// <summary>One that the viewer may have.</summary>
    public async Task<Attachment?> FindAsync(Viewer viewer, Row<IncidentRow> line, AttachmentId id, CancellationToken cancellationToken)
        => await rows.FindAsync(AttachmentRows.Table, id.Value, cancellationToken) is { } row && row.Stream == line.Stream && Shows(viewer, line, row.Value.Attachment) ? row.Value.Attachment : null;

    private bool Shows(Viewer viewer, Row<IncidentRow> line, Attachment one)
        => IncidentParts.ShowsAttachment(viewer, need.SightOf(viewer, line.Value), Disclosure.IsRecipient(viewer, line.Value, clock.GetUtcNow()), one.Facts.Institution, one.Tlp);
}
