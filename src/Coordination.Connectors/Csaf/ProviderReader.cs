using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors.Fetch;

namespace Coordination.Connectors.Csaf;

/// <summary>What a provider lists now.</summary>
/// <param name="Failure">Why nothing of it can be read.</param>
/// <param name="Keys">Its public keys, in ASCII armour, whose fingerprints are those that it names.</param>
public sealed record ProviderContents(ProviderMetadata? Metadata, IReadOnlyList<ListedDocument> Documents, IReadOnlyList<byte[]> Keys, string? Failure = null);

/// <summary>A document as it was fetched and checked against its hashes and signature; or why it is not taken.</summary>
/// <param name="Again">Another time it may be right: what could not be had is asked for again, whatever the server answered.</param>
public sealed record ProvidedDocument(byte[]? Bytes, string Code = "", string Reason = "", bool Again = false);

/// <summary>Reads CSAF providers of others: where they are found, what they list, and their documents.</summary>
public sealed class ProviderReader(Fetcher fetcher)
{
    private const int MostMetadata = 1024 * 1024;
    private const int MostListing = 32 * 1024 * 1024;
    private const int MostBeside = 64 * 1024;

    /// <summary>Metadata, keys and listings. A feed that is not for us (TLP:GREEN and stricter usually are behind a token) is left out, unless none is.</summary>
    public async Task<ProviderContents> ListAsync(Uri address, CancellationToken cancellationToken)
    {
        var (at, fetched) = await FindAsync(address, cancellationToken);
        var (metadata, wrong) = fetched.Bytes is null ? (null, fetched.Reason) : ProviderListing.Metadata(fetched.Bytes, at);
        if (metadata is null)
        {
            return new(null, [], [], wrong);
        }

        var (documents, closed) = (new Dictionary<Uri, ListedDocument>(), (string?)null);
        foreach (var listing in metadata.Feeds.Concat(metadata.Folders))
        {
            var (found, reason, notForUs) = await ListingAsync(listing, isFeed: metadata.Feeds.Count > 0, cancellationToken);
            closed ??= reason;
            if (reason is not null && !notForUs)
            {
                return new(metadata, [], [], reason);
            }

            foreach (var one in found)
            {
                documents[one.Url] = one;
            }

            if (documents.Count > ProviderListing.MostDocuments)
            {
                return new(metadata, [], [], "The provider lists more documents than are kept track of here. Ask the publisher for a feed of what is recent.");
            }
        }

        return documents.Count == 0 && closed is not null
            ? new(metadata, [], [], closed)
            : new(metadata, [.. documents.Values.OrderByDescending(one => one.ChangedAt ?? DateTimeOffset.MinValue).ThenBy(one => one.Url.AbsoluteUri, StringComparer.Ordinal)], await KeysAsync(metadata, cancellationToken));
    }

    /// <summary>One document. What the provider says lies beside it must be there and fit.</summary>
    public async Task<ProvidedDocument> ReadAsync(ListedDocument listed, IReadOnlyList<byte[]> keys, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.GetAsync(listed.Url, CsafLimits.Default.Bytes, cancellationToken);
        if (fetched.Bytes is not { } bytes)
        {
            return new(null, "csaf-fetch", fetched.Reason!, Again: !fetched.TooLarge);
        }

        var hashed = false;
        foreach (var beside in listed.Guess ? [Beside(listed.Url, ".sha512"), Beside(listed.Url, ".sha256")] : listed.Hashes)
        {
            // Where nothing says that there is one, the stronger is enough.
            if (listed.Guess && hashed)
            {
                break;
            }

            var hash = await fetcher.GetAsync(beside, MostBeside, cancellationToken);
            if (hash.Bytes is null)
            {
                if (listed.Guess && hash.NotThere)
                {
                    continue;
                }

                return new(null, "csaf-hash", $"Its hash cannot be had: {hash.Reason}", Again: true);
            }

            if (!Fits(bytes, hash.Bytes))
            {
                return new(null, "csaf-hash", $"The hash at {beside} is of something else. The document was changed on its way, or the publisher has not finished; it is tried again.", Again: true);
            }

            hashed = true;
        }

        return await SignedAsync(listed, bytes, keys, cancellationToken);
    }

    private async Task<ProvidedDocument> SignedAsync(ListedDocument listed, byte[] bytes, IReadOnlyList<byte[]> keys, CancellationToken cancellationToken)
    {
        if (listed.Signature is null && !(listed.Guess && keys.Count > 0))
        {
            return new(bytes);
        }

        var signature = await fetcher.GetAsync(listed.Signature ?? Beside(listed.Url, ".asc"), MostBeside, cancellationToken);
        return signature.Bytes is null
            ? listed.Guess && signature.NotThere ? new(bytes) : new(null, "csaf-signature", $"Its signature cannot be had: {signature.Reason}", Again: true)
            : keys.Count == 0 ? new(null, "csaf-signature", "It is signed, and the provider's metadata has no key that could be read and has the fingerprint named there.", Again: true)
            : keys.Any(key => OpenPgpKey.IsSigned(bytes, signature.Bytes, key)) ? new(bytes)
            : new(null, "csaf-signature", "Its signature was made by another key, or over something else, than the provider's metadata says.", Again: true);
    }

    /// <summary>The address itself, or where a publisher's site says that its metadata is (CSAF 2.0, section 7.1).</summary>
    private async Task<(Uri At, Fetched Fetched)> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return (address, await fetcher.GetAsync(address, MostMetadata, cancellationToken));
        }

        var at = new Uri(address, CsafProvider.MetadataPath);
        var known = await fetcher.GetAsync(at, MostMetadata, cancellationToken);
        if (known.Bytes is null && known.NotThere)
        {
            var contacts = await fetcher.GetAsync(new Uri(address, "/.well-known/security.txt"), MostBeside, cancellationToken);
            var named = contacts.Bytes is null ? null
                : Encoding.UTF8.GetString(contacts.Bytes).Split('\n').Where(line => line.StartsWith("CSAF:", StringComparison.OrdinalIgnoreCase)).Select(line => line[5..].Trim()).FirstOrDefault();
            if ((Uri.TryCreate(named, UriKind.Absolute, out var read) ? read : Guessed(address)) is not { } other)
            {
                return (at, known);
            }

            at = other;
            known = await fetcher.GetAsync(at, MostMetadata, cancellationToken);
        }

        return (at, known);
    }

    /// <summary>The name below a publisher's domain that the standard sets; an address of numbers has no names below it.</summary>
    private static Uri? Guessed(Uri address)
        => address.HostNameType == UriHostNameType.Dns && Uri.TryCreate($"{address.Scheme}://csaf.data.security.{address.IdnHost}:{address.Port}/", UriKind.Absolute, out var guessed) ? guessed : null;

    private async Task<(IReadOnlyList<ListedDocument> Found, string? Reason, bool NotForUs)> ListingAsync(Uri listing, bool isFeed, CancellationToken cancellationToken)
    {
        if (isFeed)
        {
            var feed = await fetcher.GetAsync(listing, MostListing, cancellationToken);
            var (entries, wrong) = feed.Bytes is null ? ([], feed.Reason) : ProviderListing.Feed(feed.Bytes, listing);
            return (entries, wrong, feed.NotThere);
        }

        var folder = listing.AbsoluteUri.EndsWith('/') ? listing : new Uri(listing.AbsoluteUri + "/");
        var list = await fetcher.GetAsync(new Uri(folder, "changes.csv"), MostListing, cancellationToken);
        list = list.NotThere ? await fetcher.GetAsync(new Uri(folder, "index.txt"), MostListing, cancellationToken) : list;
        var (documents, reason) = list.Bytes is null ? ([], list.Reason) : ProviderListing.Folder(list.Bytes, folder);
        return (documents, reason, list.NotThere);
    }

    private async Task<IReadOnlyList<byte[]>> KeysAsync(ProviderMetadata metadata, CancellationToken cancellationToken)
    {
        var keys = new List<byte[]>();
        foreach (var (url, fingerprint) in metadata.Keys)
        {
            if ((await fetcher.GetAsync(url, MostMetadata, cancellationToken)).Bytes is { } key && OpenPgpKey.FingerprintOf(key) is { } own
                && (fingerprint is null || string.Equals(own, fingerprint.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)))
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    /// <summary>A hash file begins with the hash, as long as its algorithm makes it.</summary>
    private static bool Fits(byte[] bytes, byte[] file)
    {
        var given = Encoding.ASCII.GetString(file).Trim().Split([' ', '\t', '\r', '\n'], 2)[0];
        var own = given.Length == SHA512.HashSizeInBytes * 2 ? SHA512.HashData(bytes) : SHA256.HashData(bytes);
        return string.Equals(given, Convert.ToHexString(own), StringComparison.OrdinalIgnoreCase);
    }

    private static Uri Beside(Uri document, string ending) => new(document.AbsoluteUri + ending);
}
