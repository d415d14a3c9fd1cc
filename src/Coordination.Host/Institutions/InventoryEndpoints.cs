using Coordination.Connectors.Institutions;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Institutions;

/// <summary>What institutions have: read and changed by staff for all, and by an institution's own people for their own.</summary>
internal static class InventoryEndpoints
{
    public static void MapInventories(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Institutions + "/{id}/inventory").WithTags("Institutions");
        group.MapGet("", FindAsync).Produces<InventoryView>().ProducesProblem(404).Needs(Right.ReadInventories);
        group.MapPut("", ReplaceAsync).Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).Needs(Right.ManageInventories);
        group.MapPost("/import", ImportAsync).Accepts<Stream>(InventoryImportView.BodyType).Produces<InventoryImportView>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).Needs(Right.ManageInventories);
    }

    private static async Task<IResult> FindAsync(HttpContext http, InstitutionId id, Caller caller, IRows rows, Views views, CancellationToken cancellationToken)
    {
        if (await InstitutionAsync(caller.Viewer, id, rows, cancellationToken) is not { } institution)
        {
            return Problems.Result(InstitutionRefusals.Unknown);
        }

        var row = await rows.FindAsync(InventoryKind.Table, id.Value, cancellationToken);
        Etag.Put(http, row?.Version ?? 0);
        return Lists.Ok(new InventoryView(
            new(id, institution.Name, institution.Abbreviation), row?.Version ?? 0, row?.Value.Products ?? [], row?.Value.UpdatedAt,
            row is null ? null : (await views.PeopleAsync([row.Value.UpdatedBy], cancellationToken))[row.Value.UpdatedBy]));
    }

    private static async Task<IResult> ReplaceAsync(HttpContext http, InstitutionId id, Body<ReplaceInventoryRequest> body, Asking asking, Commands commands)
        => Disclosure.OfInventory(asking.Caller.Viewer, id)
            ? await commands.RunAsync(http, commands.Grains.Inventory(id), new SetInventory(id, body.Value.Products), asking)
            : Problems.Result(InstitutionRefusals.Unknown);

    /// <summary>What was shown is what is done: the differences are to one version, and the change is refused where that is no longer the last.</summary>
    private static async Task<IResult> ImportAsync(HttpContext http, InstitutionId id, bool? dryRun, bool? part, Asking asking, Commands commands, IRows rows)
    {
        if (http.Request.ContentType?.StartsWith(InventoryImportView.BodyType, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "request.media-type", $"Send the inventory as {InventoryImportView.BodyType}.");
        }

        // All that can be known beforehand is said before the body is read.
        if (await InstitutionAsync(asking.Caller.Viewer, id, rows, http.RequestAborted) is null)
        {
            return Problems.Result(InstitutionRefusals.Unknown);
        }

        if (InventoryCsv.TryRead(await BodyBytes.ReadAsync(http.Request, InventoryCsv.MaxBodyBytes, http.RequestAborted), out var file) is { } unreadable)
        {
            return Problems.Result(unreadable);
        }

        var row = await rows.FindAsync(InventoryKind.Table, id.Value, http.RequestAborted);
        var (version, before) = (row?.Version ?? 0, row?.Value.Products ?? []);
        var command = SetInventory.Imported(id, file.Products, isPart: part == true, hasUnreadable: file.Refused.Count > 0);
        var diff = InventoryDiffs.Of(before, file.Products, command.KeepOthers);
        if (before.Length + diff.Added.Count - diff.Removed.Count > InventoryRules.Most)
        {
            return Problems.Result(InventoryRefusals.TooMany);
        }

        if (dryRun == true)
        {
            return asking.IfVersion is { } seen && seen != version
                ? Problems.Result(InventoryRefusals.Changed(version, seen))
                : Lists.Ok(new InventoryImportView(version, false, diff, file.Refused, file.NotTaken) { Repeated = file.Repeated });
        }

        var answer = await commands.AskAsync(commands.Grains.Inventory(id), command, asking with { IfVersion = asking.IfVersion ?? version }, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal);
        }

        Etag.Put(http, answer.Version);
        return Lists.Ok(new InventoryImportView(answer.Version, true, diff, file.Refused, file.NotTaken) { Repeated = file.Repeated });
    }

    /// <summary>Whoever may not know what it has is told what they would be told if there were no such institution.</summary>
    private static async Task<InstitutionFacts?> InstitutionAsync(Viewer viewer, InstitutionId id, IRows rows, CancellationToken cancellationToken)
        => Disclosure.OfInventory(viewer, id) ? (await rows.FindAsync(InstitutionKind.Table, id.Value, cancellationToken))?.Value : null;
}
