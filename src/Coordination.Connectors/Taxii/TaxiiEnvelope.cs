using System.Text;
using System.Text.Json;

namespace Coordination.Connectors.Taxii;

/// <summary>Pages of objects as documents.</summary>
public static class TaxiiEnvelope
{
    /// <summary>The objects of a page in two pages, as they are; null where there is nothing to divide.</summary>
    public static byte[][]? Halves(ReadOnlyMemory<byte> page)
    {
        var (document, _) = StrictJson.Read(page, int.MaxValue, TaxiiReading.AnyDepth, "taxii");
        using (document)
        {
            JsonElement[] objects = document is null ? [] : [.. document.RootElement.Items("objects")];
            return objects.Length < 2 ? null : [Of(objects[..(objects.Length / 2)]), Of(objects[(objects.Length / 2)..])];
        }
    }

    private static byte[] Of(IEnumerable<JsonElement> objects) => Encoding.UTF8.GetBytes($$"""{"objects":[{{string.Join(',', objects.Select(one => one.GetRawText()))}}]}""");
}
