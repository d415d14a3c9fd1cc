using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordination.Storage.Journal;

/// <summary>The last link of a writer.</summary>
/// <param name="Hash">Lower-case hexadecimal.</param>
public sealed record WriterLink(string Writer, long Number, string Hash);

/// <summary>
/// What the journal was at a moment: the last link of each writer that has written since the line before (in the first line of a process: of all
/// writers) and the last position. All lines of all files hold, so that nothing that a line names may be missing later.
/// </summary>
/// <param name="Position">The last position of the journal.</param>
/// <param name="Settled">Up to here nothing could appear any more: whatever is written later stands after it. Below <paramref name="Position"/> where others were still writing.</param>
/// <param name="Previous">SHA-256 of the line before, without its line end, in lower-case hexadecimal; empty in the first. So that lines cannot be removed either.</param>
public sealed record Checkpoint(DateTimeOffset Time, long Position, long Settled, IReadOnlyList<WriterLink> Writers, string Previous);

/// <summary>What there is to sign, read at one moment.</summary>
internal sealed record JournalHeads(long Position, long Settled, IReadOnlyList<WriterLink> Writers);

/// <summary>
/// A checkpoint as it stands in its file, one on a line: <c>{"checkpoint":{…},"signature":"…"}</c>. The signature (ECDSA P-256 with SHA-256, IEEE P1363
/// format, base64) is over the bytes of the inner object exactly as they stand in the line.
/// </summary>
public static class CheckpointLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>The line, without its end.</summary>
    public static string Write(Checkpoint checkpoint, CheckpointKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var inner = JsonSerializer.SerializeToUtf8Bytes(checkpoint, Json);
        return $"{{\"checkpoint\":{System.Text.Encoding.UTF8.GetString(inner)},\"signature\":\"{Convert.ToBase64String(key.Sign(inner))}\"}}";
    }

    /// <summary>Reads a line, with the bytes that are signed and the signature over them.</summary>
    /// <exception cref="JsonException">It is not a checkpoint.</exception>
    public static (Checkpoint Checkpoint, byte[] Signed, byte[] Signature) Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        if (!document.RootElement.TryGetProperty("checkpoint", out var inner) || !document.RootElement.TryGetProperty("signature", out var signature)
            || !signature.TryGetBytesFromBase64(out var bytes))
        {
            throw new JsonException("A line {\"checkpoint\":…,\"signature\":…} was expected.");
        }

        // The key signs exports too: what says nothing of writers is no checkpoint, whoever signed it.
        var checkpoint = inner.Deserialize<Checkpoint>(Json) is { Writers: not null, Previous: not null } read ? read : throw new JsonException("The checkpoint is incomplete.");
        return (checkpoint, System.Text.Encoding.UTF8.GetBytes(inner.GetRawText()), bytes);
    }
}
