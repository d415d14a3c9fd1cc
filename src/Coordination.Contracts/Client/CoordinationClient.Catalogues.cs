using System.Net.Http.Headers;
using Coordination.Contracts.Advisories;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>The catalogues of exploited vulnerabilities and the scores, as they were imported last.</summary>
    public Task<IReadOnlyList<CatalogueView>> CataloguesAsync(CancellationToken cancellationToken = default) => AllAsync<CatalogueView>(Routes.Catalogues, cancellationToken);

    /// <summary>Imports a catalogue from a file, or says what that would change.</summary>
    /// <param name="origin">Where it came from, as it is shown with what it says.</param>
    /// <param name="catalogue">Which it must be; without it what it is decides.</param>
    public async Task<CatalogueImport> ImportCatalogueAsync(Stream content, string? origin = null, Catalogue? catalogue = null, bool dryRun = false, Asked asked = default, CancellationToken cancellationToken = default)
    {
        var path = Query(Routes.Catalogues, ("origin", origin), ("catalogue", catalogue?.ToString().ToLowerInvariant()), ("dryRun", dryRun ? "true" : null));
        using var message = Request(HttpMethod.Post, path, null, JsonType, asked.Key ?? Guid.NewGuid().ToString("N"), null);
        message.Content = new StreamContent(content);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<CatalogueImport>(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the server fetch a catalogue and import it, or say what that would change.</summary>
    public Task<CatalogueImport> FetchCatalogueAsync(FetchCatalogueRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CatalogueImport>(Routes.Catalogues + "/fetch", request, asked, cancellationToken);
}
