using System.Net.Http.Headers;
using System.Text;

namespace Coordination.Connectors.Taxii;

/// <summary>A partner's server: where, and as whom. It is no record, so that no log shows its secret.</summary>
public sealed class TaxiiServer(string partner, Uri apiRoot, string? userName, string? secret)
{
    /// <summary>By which its circuit breakers are known.</summary>
    public string Partner { get; } = partner;

    /// <summary>Ends in a slash, as all addresses of TAXII do.</summary>
    public Uri ApiRoot { get; } = apiRoot.AbsoluteUri.EndsWith('/') ? apiRoot : new Uri(apiRoot.AbsoluteUri + "/");

    internal AuthenticationHeaderValue? Authorization
        => secret is null ? null
            : userName is null ? new("Bearer", secret)
            : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{secret}")));
}
