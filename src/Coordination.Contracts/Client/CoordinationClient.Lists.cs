using System.Text.Json;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>Reads a whole list, page after page. A short list may also come as a bare array.</summary>
    private async Task<IReadOnlyList<T>> AllAsync<T>(string path, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var element = await GetAsync<JsonElement>(Query(path, ("cursor", cursor)), cancellationToken).ConfigureAwait(false);
            if (element.ValueKind == JsonValueKind.Array)
            {
                return element.Deserialize<List<T>>(Wire.Json) ?? [];
            }

            var page = element.Deserialize<Page<T>>(Wire.Json) ?? new Page<T>([]);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return all;
    }
}
