using Coordination.Connectors.Fetch;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;
using Coordination.Host.Live;
using Microsoft.AspNetCore.Http.Features;

namespace Coordination.Host.Advisories;

/// <summary>Catalogues of exploited vulnerabilities and exploit prediction scores: in as a file or from an address, out as how they stand.</summary>
internal static class CatalogueEndpoints
{
    private const string BodyType = "application/octet-stream";

    public static void MapCatalogues(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Catalogues).WithTags("Catalogues");
        group.MapGet("", ListAsync).Produces<Page<CatalogueView>>().Needs(Right.ReadRegisters);
        group.MapPost("", TakeAsync).Accepts<Stream>(BodyType).Produces<CatalogueImport>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).Needs(Right.ManageRegisters);
        group.MapPost("/fetch", FetchAsync).Produces<CatalogueImport>().ProducesProblem(400).ProducesProblem(409).Needs(Right.ManageRegisters).RequireRateLimiting(RequestLimits.Searches);
    }

    private static async Task<IResult> ListAsync(KnownVulnerabilities known, Views views, CancellationToken cancellationToken)
    {
        var all = await known.CataloguesAsync(cancellationToken);
        var people = await views.PeopleAsync(all.Select(row => row.Value.ImportedBy), cancellationToken);
        return Lists.Ok(new Page<CatalogueView>(
            [.. all.Select(row => row.Value).OrderBy(row => row.Catalogue).Select(row => new CatalogueView(row.Catalogue, row.Count, row.Version, row.Date, row.Origin, row.ImportedAt, people[row.ImportedBy].Name))], null));
    }

    private static async Task<IResult> TakeAsync(HttpContext http, string? origin, string? catalogue, bool? dryRun, Asking asking, CatalogueImports imports)
    {
        if (http.Request.ContentType != BodyType)
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "request.media-type", $"Send the file as {BodyType}, whichever catalogue it is.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // One more, so that it is our refusal that is answered.
            limit.MaxRequestBodySize = CatalogueImport.MaxBytes + 1;
        }

        var asked = ReadCatalogue(catalogue);
        var from = ReadOrigin(origin);
        var bytes = await BodyBytes.ReadAsync(http.Request, CatalogueImport.MaxBytes, http.RequestAborted);
        return ToHttp(await imports.RunAsync(bytes, from, asked, dryRun == true, asking, http.RequestAborted));
    }

    private static async Task<IResult> FetchAsync(HttpContext http, Body<FetchCatalogueRequest> body, Asking asking, Fetcher fetcher, CatalogueImports imports)
    {
        if (!Uri.TryCreate(body.Value.Address, UriKind.Absolute, out var address) || body.Value.Address.Length > 500 || body.Value.Address.Any(char.IsControl))
        {
            return Problems.Result(new Refusal(RefusalKind.Invalid, "catalogue.address", "Give the https address of a catalogue, of at most 500 characters.", "address"));
        }

        var fetched = await fetcher.GetAsync(address, CatalogueImport.MaxBytes, http.RequestAborted);
        // Keys of whoever fetches may stand in the query; where it came from is shown to all.
        return fetched.Bytes is { } bytes
            ? ToHttp(await imports.RunAsync(bytes, address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), body.Value.Catalogue, body.Value.DryRun, asking, http.RequestAborted))
            : Problems.Result(new Refusal(RefusalKind.Conflict, "catalogue.not-fetched", fetched.Reason ?? "It could not be fetched.", "address"));
    }

    private static IResult ToHttp((CatalogueImport? Done, Refusal? Refusal) outcome) => outcome.Refusal is { } refusal ? Problems.Result(refusal) : Lists.Ok(outcome.Done!);

    private static Catalogue? ReadCatalogue(string? text) => text switch
    {
        null or "" => null,
        "cisa" => Catalogue.Cisa,
        "eu" => Catalogue.Eu,
        "epss" => Catalogue.Epss,
        _ => throw new RequestRefusedException(StatusCodes.Status400BadRequest, "catalogue.name", "A catalogue is cisa, eu or epss.", "catalogue"),
    };

    private static string ReadOrigin(string? text) => text?.Trim() switch
    {
        null or "" => "a file",
        { Length: <= 500 } given when !given.Any(char.IsControl) => given,
        _ => throw new RequestRefusedException(StatusCodes.Status400BadRequest, "catalogue.origin", "An origin has at most 500 characters on one line.", "origin"),
    };
}
