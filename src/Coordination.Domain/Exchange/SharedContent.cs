using System.Security.Cryptography;
using System.Text;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>What an object says, as JSON. It belongs to the stream of the sharing.</summary>
public sealed record SharedContent(string Json)
{
    public static readonly RowTable<SharedContent> Table = new("shared_content_row", []);

    /// <summary>The hash in such an id: the first 32 digits of the SHA-256 of what it says, the same whichever sharing says it.</summary>
    public static string HashOf(string content) => content[(content.LastIndexOf('.') + 1)..];

    /// <summary>The id of this content of a sharing.</summary>
    public static string IdOf(StreamId sharing, string json) => $"{sharing.Key}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..32]}";
}
