using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Advisories;

/// <summary>
/// The CERT as a CSAF trusted provider. What is TLP:WHITE is everybody's; the other labels lie at other paths, behind a token, and each document is shown to
/// those who may see its advisory.
/// </summary>
internal static class CsafProviderEndpoints
{
    private const string White = "white";
    private static readonly Dictionary<string, Func<ServedDocument, (byte[] Bytes, string Type)>> Beside = new(StringComparer.Ordinal)
    {
        [".sha256"] = served => (Encoding.ASCII.GetBytes(served.Sha256), "text/plain"),
        [".sha512"] = served => (Encoding.ASCII.GetBytes(served.Sha512), "text/plain"),
        [".asc"] = served => (Encoding.ASCII.GetBytes(served.Signature), "application/pgp-signature"),
        [".json"] = served => (served.Bytes, "application/json"),
    };

    public static void MapCsafProvider(this IEndpointRouteBuilder routes)
    {
        // A key that is missing or damaged is told at the start and not to the first reader.
        if (routes.ServiceProvider.GetRequiredService<IOptions<CoordinationOptions>>().Value.Csaf.IsSet)
        {
            _ = routes.ServiceProvider.GetRequiredService<CsafDocuments>().Key;
        }

        routes.MapGet(CsafProvider.MetadataPath, MetadataAsync).Described("application/json").AllowAnonymous().RequireRateLimiting(RequestLimits.Searches);
        routes.MapGet("/csaf/openpgp-key.asc", (CsafDocuments documents) => documents.IsSet ? Results.Text(documents.Key.PublicKey, "application/pgp-keys") : NotSet()).Described("application/pgp-keys").AllowAnonymous().RequireRateLimiting(RequestLimits.Searches);
        routes.MapGet($"/csaf/{White}/{{file}}", (string file, CsafDocuments documents, HttpContext http) => ListingAsync(White, file, null, documents, null, http.RequestAborted)).Described("application/json", "text/plain", "text/csv").AllowAnonymous().RequireRateLimiting(RequestLimits.Searches);
        routes.MapGet($"/csaf/{White}/{{year}}/{{file}}", (string year, string file, CsafDocuments documents, HttpContext http) => DocumentAsync(White, year, file, null, documents, null, http.RequestAborted))
            .Described("application/json", "text/plain", "application/pgp-signature").AllowAnonymous().RequireRateLimiting(RequestLimits.Searches);
        foreach (var label in CsafProvider.Labels.Where(label => label != White))
        {
            routes.MapGet($"/csaf/{label}/{{file}}", (string file, Caller caller, CsafDocuments documents, AdvisoryNeed need, HttpContext http) => ListingAsync(label, file, caller, documents, need, http.RequestAborted))
                .Described("application/json", "text/plain", "text/csv").Needs(Right.ReadAdvisories).RequireRateLimiting(RequestLimits.Searches);
            routes.MapGet($"/csaf/{label}/{{year}}/{{file}}", (string year, string file, Caller caller, CsafDocuments documents, AdvisoryNeed need, HttpContext http)
                => DocumentAsync(label, year, file, caller, documents, need, http.RequestAborted)).Described("application/json", "text/plain", "application/pgp-signature").Needs(Right.ReadAdvisories).RequireRateLimiting(RequestLimits.Searches);
        }
    }

    private static RouteHandlerBuilder Described(this RouteHandlerBuilder route, string type, params string[] others)
        => route.Produces<string>(StatusCodes.Status200OK, type, others).ProducesProblem(404).WithTags("CSAF");

    private static async Task<IResult> MetadataAsync(CsafDocuments documents, HttpContext http)
    {
        if (!documents.IsSet)
        {
            return NotSet();
        }

        // When something public changed last: that something else exists is nobody's business.
        var published = await documents.PublishedAsync(White, http.RequestAborted);
        return Results.Bytes(documents.Provider.Metadata(published.Select(one => one.Advisory.ChangedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max()), "application/json");
    }

    private static async Task<IResult> ListingAsync(string label, string file, Caller? caller, CsafDocuments documents, AdvisoryNeed? need, CancellationToken cancellationToken)
    {
        if (!documents.IsSet)
        {
            return NotSet();
        }

        switch (file)
        {
            case "service.json" when label == White:
                return Results.Bytes(documents.Provider.Service(), "application/atomsvc+json");
            case "category.json" when label == White:
                return Results.Bytes(CsafProvider.Category(), "application/atomcat+json");
        }

        if (file is not ("index.txt" or "changes.csv") && file != CsafProvider.FeedFile(label))
        {
            return NotThere();
        }

        var entries = new List<CsafEntry>();
        foreach (var (line, advisory) in await documents.PublishedAsync(label, cancellationToken))
        {
            if (await MaySeeAsync(line, caller, need, cancellationToken))
            {
                entries.Add(CsafDocuments.EntryOf(advisory));
            }
        }

        return file switch
        {
            "index.txt" => Results.Bytes(CsafProvider.Index(entries), "text/plain; charset=utf-8"),
            "changes.csv" => Results.Bytes(CsafProvider.Changes(entries), "text/csv; charset=utf-8"),
            _ => Results.Bytes(documents.Provider.Feed(label, entries, DateTimeOffset.UnixEpoch), "application/json"),
        };
    }

    private static async Task<IResult> DocumentAsync(string label, string year, string file, Caller? caller, CsafDocuments documents, AdvisoryNeed? need, CancellationToken cancellationToken)
    {
        if (!documents.IsSet)
        {
            return NotSet();
        }

        var (name, ending) = Path.GetExtension(file) is ".json" ? (file, ".json") : (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file));
        if (!Beside.TryGetValue(ending, out var part) || await documents.FindAsync(label, year, name, cancellationToken) is not { } found || !await MaySeeAsync(found.Line, caller, need, cancellationToken))
        {
            return NotThere();
        }

        if (caller is not null)
        {
            // Of what is strictly labelled it is kept who took it.
            await need!.OpenAsync(caller, found.Line.Id, cancellationToken);
        }

        var (bytes, type) = part(await documents.ServeAsync(found.Line, found.Advisory, cancellationToken));
        return Results.Bytes(bytes, type);
    }

    /// <summary>Without a caller it is public.</summary>
    private static async Task<bool> MaySeeAsync(Row<AdvisoryRow> line, Caller? caller, AdvisoryNeed? need, CancellationToken cancellationToken)
        => caller is null || (await need!.FindAsync(caller.Viewer, line.Id, cancellationToken) is { } seen && await need.IsOpenAsync(caller.Viewer, seen, cancellationToken));

    private static IResult NotThere() => Problems.Result(StatusCodes.Status404NotFound, "path.unknown", "There is no such document here, or you may not see it.");

    private static IResult NotSet() => Problems.Result(StatusCodes.Status404NotFound, "path.unknown", "Nothing is published as CSAF here. Set Coordination:Csaf:Name.");
}
