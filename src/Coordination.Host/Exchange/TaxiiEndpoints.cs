using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Exchange;

/// <summary>The TAXII 2.1 server: what lies ready for a partner, by label, and an inbox for what it sends. Only a partner's own token opens it, and shows what is this partner's.</summary>
internal static class TaxiiEndpoints
{
    /// <summary>The one API root.</summary>
    public const string Root = Routes.Taxii + "/exchange";

    private const TaxiiFields OfObject = TaxiiFields.Version | TaxiiFields.Spec;

    public static void MapTaxii(this IEndpointRouteBuilder routes)
    {
        // Described by its own standard, and OpenAPI has no words for parameters such as match[id].
        var all = routes.MapGroup(Routes.Taxii).Needs(Right.Exchange).AddEndpointFilter(TaxiiDoor.PassAsync).ExcludeFromDescription();
        all.MapGet("/", Discovery);
        // TAXII knows no HEAD, and to answer one for objects would have to be written down as if they had left.
        all.MapMethods("/{**path}", [HttpMethods.Head], static (HttpContext http) =>
        {
            http.Response.Headers.Allow = HttpMethods.Get;
            return TaxiiDoor.Refused(StatusCodes.Status405MethodNotAllowed, "path.method", "Ask by GET.");
        });
        var root = all.MapGroup(Root[Routes.Taxii.Length..]);
        root.MapGet("/", (Func<IResult>)ApiRoot);
        var open = root.MapGroup("/collections").AddEndpointFilter(TaxiiDoor.PassOpenAsync);
        open.MapGet("/", (Func<Caller, IResult>)Collections);
        open.MapGet("/{collection}/", (string collection, Caller caller) => TaxiiCollections.Find(caller.Partner!, collection) is { } found ? TaxiiAnswers.Json(json => TaxiiAnswers.Write(json, found)) : NoCollection());
        open.MapGet("/{collection}/manifest/", (string collection, Caller caller, TaxiiPages pages, HttpContext http) => ListAsync(http, collection, caller, pages, "manifest", TaxiiAnswers.Manifest)).RequireRateLimiting(RequestLimits.Searches);
        open.MapGet("/{collection}/objects/", ObjectsAsync).RequireRateLimiting(RequestLimits.Searches);
        open.MapGet("/{collection}/objects/{id}/", ObjectAsync).RequireRateLimiting(RequestLimits.Searches);
        open.MapGet("/{collection}/objects/{id}/versions/", VersionsAsync).RequireRateLimiting(RequestLimits.Searches);
        open.MapPost("/{collection}/objects/", AddAsync);
        root.MapGet("/status/{id}/", StatusAsync);
        open.MapDelete("/{collection}/objects/{id}/", (string collection, Caller caller) => Delete(TaxiiCollections.Find(caller.Partner!, collection)));
    }

    private static IResult Discovery(PublicAddress address, IOptions<CoordinationOptions> options) => TaxiiAnswers.Json(json =>
    {
        var root = $"{address.Value}{Root}/";
        json.WriteStartObject();
        json.WriteString("title", options.Value.Csaf.IsSet ? $"TAXII server of {options.Value.Csaf.Name}" : "TAXII server");
        json.WriteString("description", "What is shared with you, in a collection for each label, and an inbox for what you have for us.");
        if (options.Value.Csaf.Contact is { Length: > 0 } contact)
        {
            json.WriteString("contact", contact);
        }

        json.WriteString("default", root);
        json.WriteStartArray("api_roots");
        json.WriteStringValue(root);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static IResult ApiRoot() => TaxiiAnswers.Json(static json =>
    {
        json.WriteStartObject();
        json.WriteString("title", "Exchange");
        json.WriteStartArray("versions");
        json.WriteStringValue(TaxiiErrors.MediaType);
        json.WriteEndArray();
        json.WriteNumber("max_content_length", StixIntake.Limits.Bytes);
        json.WriteEndObject();
    });

    private static IResult Collections(Caller caller) => TaxiiAnswers.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("collections");
        foreach (var one in TaxiiCollections.Of(caller.Partner!))
        {
            TaxiiAnswers.Write(json, one);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static async Task<IResult> ListAsync(HttpContext http, string collection, Caller caller, TaxiiPages pages, string path, Func<HttpContext, TaxiiPage, TaxiiQuery, IResult> answer)
    {
        if (Unreadable(TaxiiCollections.Find(caller.Partner!, collection), out var found, out var label) is { } refused)
        {
            return refused;
        }

        var query = TaxiiQuery.Read(http.Request.Query, OfObject | TaxiiFields.IdAndType, $"{found.Id}/{path}");
        return answer(http, await pages.ReadAsync(caller.Partner!, label, query, http.RequestAborted), query);
    }

    private static async Task<IResult> ObjectsAsync(HttpContext http, string collection, Caller caller, TaxiiPages pages, TaxiiReceipts receipts)
    {
        if (Unreadable(TaxiiCollections.Find(caller.Partner!, collection), out var found, out var label) is { } refused)
        {
            return refused;
        }

        return await LeaveAsync(http, caller, label, pages, receipts, TaxiiQuery.Read(http.Request.Query, OfObject | TaxiiFields.IdAndType, $"{found.Id}/objects"));
    }

    private static async Task<IResult> ObjectAsync(HttpContext http, string collection, string id, Caller caller, TaxiiPages pages, TaxiiReceipts receipts)
    {
        if (Unreadable(TaxiiCollections.Find(caller.Partner!, collection), out var found, out var label) is { } refused)
        {
            return refused;
        }

        var query = TaxiiQuery.Read(http.Request.Query, OfObject, $"{found.Id}/objects/{id}", id);
        return StixIds.IsId(id) && await pages.IsThereAsync(caller.Partner!, label, id, http.RequestAborted)
            ? await LeaveAsync(http, caller, label, pages, receipts, query)
            : NoObject();
    }

    private static async Task<IResult> VersionsAsync(HttpContext http, string collection, string id, Caller caller, TaxiiPages pages)
    {
        if (Unreadable(TaxiiCollections.Find(caller.Partner!, collection), out var found, out var label) is { } refused)
        {
            return refused;
        }

        var query = TaxiiQuery.Read(http.Request.Query, TaxiiFields.Spec, $"{found.Id}/objects/{id}/versions", id);
        return StixIds.IsId(id) && await pages.IsThereAsync(caller.Partner!, label, id, http.RequestAborted)
            ? TaxiiAnswers.Versions(http, await pages.ReadAsync(caller.Partner!, label, query, http.RequestAborted), query)
            : NoObject();
    }

    private static async Task<IResult> LeaveAsync(HttpContext http, Caller caller, Tlp label, TaxiiPages pages, TaxiiReceipts receipts, TaxiiQuery query)
    {
        while (true)
        {
            var page = await pages.ReadAsync(caller.Partner!, label, query, http.RequestAborted);
            if (await receipts.TakeAsync(caller.Partner!.Id, caller.Actor, page.Objects, http.RequestAborted))
            {
                return TaxiiAnswers.Objects(http, page, query);
            }
        }
    }

    private static async Task<IResult> AddAsync(HttpContext http, string collection, Caller caller, StixIntake intake)
    {
        if (TaxiiCollections.Find(caller.Partner!, collection) is not { } found)
        {
            return NoCollection();
        }

        if (!found.CanWrite)
        {
            return TaxiiDoor.Refused(StatusCodes.Status403Forbidden, "taxii.not-writable", "This collection holds what we share with you. What you have for us goes into the inbox.");
        }

        if (!TaxiiMedia.IsSent(http.Request))
        {
            return TaxiiDoor.Refused(StatusCodes.Status415UnsupportedMediaType, "taxii.content-type", $"Send the envelope as {TaxiiErrors.MediaType}.");
        }

        var body = await BodyBytes.ReadAsync(http.Request, StixIntake.Limits.Bytes, http.RequestAborted);
        var taken = await intake.TakeAsync(caller.Partner!.Id, body, "taxii", caller.Actor, http.RequestAborted);
        return taken.Refused is not { } refused ? TaxiiAnswers.Status(taken, StatusCodes.Status202Accepted)
            : TaxiiDoor.Refused(refused.Kind == RefusalKind.Invalid ? StatusCodes.Status422UnprocessableEntity : Problems.StatusOf(refused.Kind), refused.Code, refused.Detail);
    }

    private static async Task<IResult> StatusAsync(HttpContext http, string id, Caller caller, StixIntake intake)
        => Guid.TryParseExact(id, "D", out _) && await intake.FindAsync(caller.Partner!.Id, id, http.RequestAborted) is { Refused: null } found ? TaxiiAnswers.Status(found, StatusCodes.Status200OK)
            : TaxiiDoor.Refused(StatusCodes.Status404NotFound, "taxii.status-unknown", "You have sent nothing of which this is the status.");

    /// <summary>Whoever is sent something has it: we cannot delete it there, and nobody deletes it here. So no collection may be read and written by the same.</summary>
    private static IResult Delete(TaxiiCollection? found) => found is null ? NoCollection() : TaxiiDoor.Refused(
        StatusCodes.Status403Forbidden, "taxii.no-deleting", "Nothing is deleted here. What you sent is taken back by a newer version of it with revoked set to true.");

    private static IResult? Unreadable(TaxiiCollection? found, out TaxiiCollection collection, out Tlp label)
    {
        (collection, label) = (found!, found?.Label ?? Tlp.Red);
        return found is null ? NoCollection() : found.CanRead ? null
            : TaxiiDoor.Refused(StatusCodes.Status403Forbidden, "taxii.not-readable", "This collection takes what you send and gives nothing. What became of it stands in the status that each sending is answered with.");
    }

    private static IResult NoCollection() => TaxiiDoor.Refused(StatusCodes.Status404NotFound, "taxii.collection-unknown", "There is no such collection for you.");

    private static IResult NoObject() => TaxiiDoor.Refused(StatusCodes.Status404NotFound, "taxii.object-unknown", "There is no such object for you in this collection.");
}
