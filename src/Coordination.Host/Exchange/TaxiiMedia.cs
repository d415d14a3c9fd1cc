using Microsoft.Net.Http.Headers;

namespace Coordination.Host.Exchange;

/// <summary>Media types: what a client takes, and what it sends. One that leaves the version out means the newest, which is 2.1.</summary>
internal static class TaxiiMedia
{
    /// <summary>What objects are.</summary>
    public const string Stix = "application/stix+json;version=2.1";

    /// <summary>Whether a client takes what TAXII answers. One that says nothing takes anything.</summary>
    public static bool IsTaken(HttpRequest request)
        => request.Headers.Accept.OfType<string>().ToArray() is var said
            && (said.Length == 0 || (MediaTypeHeaderValue.TryParseList(said, out var types) && types.Any(type => type.Quality != 0 && IsTaken(type))));

    /// <summary>Whether a body is announced as TAXII.</summary>
    public static bool IsSent(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsTaxii(type);

    private static bool IsTaken(MediaTypeHeaderValue type) => type.MatchesAllTypes || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) || IsTaxii(type);

    private static bool IsTaxii(MediaTypeHeaderValue type)
        => type.MediaType.Equals("application/taxii+json", StringComparison.OrdinalIgnoreCase)
            && type.Parameters.FirstOrDefault(one => one.Name.Equals("version", StringComparison.OrdinalIgnoreCase)) is var version
            && (version is null || HeaderUtilities.RemoveQuotes(version.Value).Equals("2.1", StringComparison.Ordinal));
}
