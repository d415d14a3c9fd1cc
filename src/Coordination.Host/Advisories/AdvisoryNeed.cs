using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Host.Access;

namespace Coordination.Host.Advisories;

/// <summary>An advisory as far as a viewer may see it.</summary>
/// <param name="Own">What was addressed to the viewer's institution; null for staff.</param>
internal sealed record SeenAdvisory(Row<AdvisoryRow> Line, Row<AddresseeRow>? Own, Sight Sight);

/// <summary>
/// The door through which advisories leave: staff see all of them, drafts too; an institution sees what was addressed to it, by its own line, and nothing
/// of drafts. <see cref="Disclosure"/> decides how far.
/// </summary>
internal sealed class AdvisoryNeed(IRows rows, Readings readings, TimeProvider clock)
{
    public static bool IsStaff(Viewer viewer) => Rights.Has(viewer, Right.ReadCases);

    public async Task<SeenAdvisory?> FindAsync(Viewer viewer, string idOrNumber, CancellationToken cancellationToken)
    {
        var line = await rows.FindAsync(AdvisoryKind.Lines, idOrNumber, cancellationToken)
            ?? ((await rows.ListAsync(AdvisoryKind.Lines, new RowQuery(RowFilter.Is("number", idOrNumber), Limit: 1), cancellationToken)).Rows is [var only, ..] ? only : null);
        if (line is null)
        {
            return null;
        }

        if (IsStaff(viewer))
        {
            return new(line, null, Sight.All);
        }

        return viewer.Institution is { } institution && await AddresseeAsync(viewer, AdvisoryId.Of(line.Id), institution, cancellationToken) is { } own
            ? new(line, own, Disclosure.Of(viewer, own.Value, clock.GetUtcNow()))
            : null;
    }

    /// <summary>The same for who is about to be shown it: of a strict one it is kept that they were.</summary>
    public async Task<SeenAdvisory?> OpenAsync(Caller caller, string idOrNumber, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller.Viewer, idOrNumber, cancellationToken) is not { } seen)
        {
            return null;
        }

        await readings.KeepAsync(caller, seen.Line.Stream, seen.Line.Value.Number, seen.Own?.Value.Tlp ?? seen.Line.Value.Tlp, seen.Sight, cancellationToken);
        return seen;
    }

    /// <summary>Whether the viewer may read what is published now.</summary>
    public async Task<bool> IsOpenAsync(Viewer viewer, SeenAdvisory seen, CancellationToken cancellationToken)
        => seen.Own is not { } own
            || ((await rows.FindAsync(AdvisoryKind.Details, seen.Line.Id, cancellationToken))?.Value is { } detail && AddresseeParts.IsOpen(viewer, own.Value, detail.Published, detail.Recipients, clock.GetUtcNow()));

    /// <summary>The line of one institution, if the viewer may know of it.</summary>
    public async Task<Row<AddresseeRow>?> AddresseeAsync(Viewer viewer, AdvisoryId advisory, InstitutionId institution, CancellationToken cancellationToken)
        => await rows.FindAsync(AddresseeKind.Table, AddresseeKind.Stream(advisory, institution).Key, cancellationToken) is { } row && Disclosure.Of(viewer, row.Value, clock.GetUtcNow()) > Sight.Nothing
            ? row
            : null;

    /// <summary>What was addressed to the viewer's institution, newest first.</summary>
    public async Task<RowPage<AddresseeRow>> OwnAsync(Viewer viewer, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var narrow = new AnyOf([.. Disclosure.AudiencesFor(viewer).Select(word => new Compare("audiences", Comparison.HasWord, word))]);
        var filter = viewer.Institution is { } institution ? RowFilter.Is("institution", institution.Value) & narrow : narrow;
        var page = await rows.ListAsync(AddresseeKind.Table, new RowQuery(filter, "updated_at", Descending: true, limit, cursor), cancellationToken);
        return page with { Rows = [.. page.Rows.Where(row => Disclosure.Of(viewer, row.Value, clock.GetUtcNow()) > Sight.Nothing)] };
    }
}
