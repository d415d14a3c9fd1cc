using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Rows;

/// <summary>
/// Texts in columns with an index. PostgreSQL and SQL Server refuse what does not fit into an index page, and a row that cannot be written would stop its
/// stream. So a long text keeps its beginning, and a hash of all of it in place of the rest: equality stays exact, and the order is that of the beginnings.
/// </summary>
internal static class IndexedText
{
    /// <summary>The most characters that such a column holds.</summary>
    public const int MaxLength = 200;

    private const int HashLength = 64;

    public static string Of(string clean)
    {
        if (clean.Length <= MaxLength)
        {
            return clean;
        }

        var kept = MaxLength - HashLength;
        kept -= char.IsHighSurrogate(clean[kept - 1]) ? 1 : 0;
        return clean[..kept] + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clean)));
    }
}
