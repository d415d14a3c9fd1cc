using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Coordination.Connectors.Csaf;

/// <summary>A document that a provider lists.</summary>
/// <param name="Mark">What the listing says of its state; another mark and it is read again.</param>
/// <param name="ChangedAt">When it changed last; null where the listing does not say so.</param>
/// <param name="Hashes">Where its hashes are said to be.</param>
/// <param name="Signature">Where its signature is said to be.</param>
/// <param name="Guess">The listing names no files beside it; they are looked for where they would be.</param>
public sealed record ListedDocument(Uri Url, string Mark, DateTimeOffset? ChangedAt, IReadOnlyList<Uri> Hashes, Uri? Signature, bool Guess = false);

/// <summary>What a provider says of itself.</summary>
/// <param name="Feeds">Its ROLIE feeds.</param>
/// <param name="Folders">Its directories, where it has no feeds.</param>
/// <param name="Keys">Addresses of its public keys with their fingerprints.</param>
public sealed record ProviderMetadata(string Publisher, string Namespace, IReadOnlyList<Uri> Feeds, IReadOnlyList<Uri> Folders, IReadOnlyList<(Uri Url, string? Fingerprint)> Keys);

/// <summary>Reads what providers say of themselves and list. Whatever they write, what comes back is bounded, or a reason.</summary>
public static class ProviderListing
{
    /// <summary>So many documents of one provider are kept track of.</summary>
    public const int MostDocuments = 100_000;

    private const int MostListings = 20;
    private const int MostKeys = 10;

    public static (ProviderMetadata? Metadata, string? Wrong) Metadata(byte[] bytes, Uri at)
    {
        var (document, wrong) = StrictJson.ReadWhole(bytes, bytes.Length, 32, "csaf");
        using (document)
        {
            if (document is null)
            {
                return (null, $"The provider's metadata cannot be read. {wrong!.Text}");
            }

            var root = document.RootElement;
            if (root.Text("metadata_version") != "2.0")
            {
                return (null, "This is no provider metadata of CSAF 2.0: metadata_version is not 2.0.");
            }

            var publisher = root.Find("publisher");
            if (publisher.Text("name") is not { Length: > 0 and <= 500 } name || publisher.Text("namespace") is not { Length: > 0 and <= 500 } space)
            {
                return (null, "The provider's metadata names no publisher with a namespace.");
            }

            var rolie = root.Items("distributions").SelectMany(one => one.Find("rolie").Items("feeds")).Select(feed => feed.Text("url"));
            var feeds = Addresses(rolie, at, MostListings);
            var folders = feeds.Length > 0 ? [] : Addresses(root.Items("distributions").Select(one => one.Text("directory_url")), at, MostListings);
            return feeds.Length + folders.Length == 0
                ? (null, "The provider's metadata names neither a ROLIE feed nor a directory.")
                : (new(name, space, feeds, folders, [.. root.Items("public_openpgp_keys").Take(MostKeys).Select(key => (Address(key.Text("url"), at), key.Text("fingerprint")))
                    .Where(key => key.Item1 is not null).Select(key => (key.Item1!, key.Item2))]), null);
        }
    }

    /// <summary>The entries of a ROLIE feed.</summary>
    public static (IReadOnlyList<ListedDocument> Documents, string? Wrong) Feed(byte[] bytes, Uri at)
    {
        var (document, wrong) = StrictJson.ReadWhole(bytes, bytes.Length, 32, "csaf");
        using (document)
        {
            if (document is null)
            {
                return ([], $"{at} cannot be read. {wrong!.Text}");
            }

            if (document.RootElement.Find("feed").ValueKind != JsonValueKind.Object)
            {
                return ([], $"{at} is no ROLIE feed.");
            }

            var entries = document.RootElement.Find("feed").Items("entry");
            if (entries.Skip(MostDocuments).Any())
            {
                return ([], TooMany(at));
            }

            var found = new List<ListedDocument>();
            foreach (var entry in entries)
            {
                var links = entry.Items("link").Select(link => (Rel: link.Text("rel"), Href: Address(link.Text("href"), at))).Where(link => link.Href is not null).Take(10).ToArray();
                if ((Address(entry.Find("content").Text("src"), at) ?? links.FirstOrDefault(link => link.Rel == "self").Href) is { } url)
                {
                    var updated = entry.Text("updated") is { Length: <= 60 } text ? text : "";
                    found.Add(new(url, updated, At(updated), [.. links.Where(link => link.Rel == "hash").Select(link => link.Href!)], links.FirstOrDefault(link => link.Rel == "signature").Href));
                }
            }

            return (found, null);
        }
    }

    /// <summary>The lines of a directory's <c>changes.csv</c> (<c>"path","date"</c>) or <c>index.txt</c> (one path a line).</summary>
    public static (IReadOnlyList<ListedDocument> Documents, string? Wrong) Folder(byte[] bytes, Uri folder)
    {
        var found = new List<ListedDocument>();
        foreach (var line in Encoding.UTF8.GetString(bytes).TrimStart((char)0xFEFF).AsSpan().EnumerateLines())
        {
            var parts = line.ToString().Split(',', 2);
            var (path, date) = (parts[0].Trim().Trim('"'), parts.Length > 1 ? parts[1].Trim().Trim('"') : "");
            if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && date.Length <= 60 && Address(path, folder) is { } url)
            {
                if (found.Count == MostDocuments)
                {
                    return ([], TooMany(folder));
                }

                found.Add(new(url, date, At(date), [], null, Guess: true));
            }
        }

        return (found, null);
    }

    private static string TooMany(Uri at)
        => string.Create(CultureInfo.InvariantCulture, $"{at} lists more than {MostDocuments:N0} documents, which are more than are kept track of here. Ask the publisher for a feed of what is recent.");

    private static Uri[] Addresses(IEnumerable<string?> texts, Uri at, int most) => [.. texts.Select(text => Address(text, at)).OfType<Uri>().Distinct().Take(most)];

    private static Uri? Address(string? text, Uri at)
        => text is { Length: > 0 and <= 2_000 } && Uri.TryCreate(at, text, out var read) && read is { Scheme: "https" or "http" } ? read : null;

    private static DateTimeOffset? At(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
