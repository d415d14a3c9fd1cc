using System.Text.Json;
using System.Text.Json.Serialization;
using Coordination.Contracts;

namespace Coordination.Storage.History;

/// <summary>What a line of an export holds besides the signed ones; exactly one of these. Hashes are lower-case hexadecimal.</summary>
internal sealed record ExportLine(ExportHeader? Export, ExportedStream? Stream, ExportedEvent? Event, ExportedLink? Link)
{
    /// <summary>An unknown field is something that somebody added.</summary>
    public static readonly JsonSerializerOptions Json = Wire.Strict;
}

/// <summary>The first line.</summary>
/// <param name="Of"><c>journal</c>: everything that was written in the time. Otherwise the thing whose timeline it is.</param>
/// <param name="Key">Names the key that it is signed with.</param>
internal sealed record ExportHeader(int Format, string Of, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset Made, string Key)
{
    public const int Current = 1;
    public const string Journal = "journal";
}

/// <summary>Before the first event of a stream: where the stream stood then, and what opens it.</summary>
/// <param name="Version">Its last event before.</param>
/// <param name="Hash">The hash of that event; empty where there is none.</param>
/// <param name="Key">Base64; null where the stream has been erased.</param>
/// <param name="Last">Up to which event the export has it, where it has it whole.</param>
internal sealed record ExportedStream(string Stream, long Version, string Hash, string? Key, long? Last);

/// <summary>An event. With the stream's key and the nonce, the body encrypts to the bytes that the hash was taken over.</summary>
/// <param name="Body">As it was written; absent where the stream has been erased, or where it is no line of JSON.</param>
/// <param name="BodyBase64">The same, where it is no line of JSON.</param>
internal sealed record ExportedEvent(
    string Stream, long Version, string Type, int Schema, DateTimeOffset At, string Actor, string Cause, bool Exercise, JsonElement? Body, string? BodyBase64, string? Nonce, string Hash, string Writer, long Link);

/// <summary>A link of a writer's chain: what was written together.</summary>
/// <param name="Previous">The hash of the link before; empty for the first.</param>
/// <param name="Events">The hashes of its events in their order. An export of one thing holds some of the events, one of the journal all, or, for a proof, none.</param>
/// <param name="Proof">The link lies after what was asked for and leads to the next checkpoint.</param>
internal sealed record ExportedLink(
    string Writer, long Number, string Previous, string Hash, IReadOnlyList<string> Events, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Proof = false);

/// <summary>What the last line says of all lines before it, signed.</summary>
/// <param name="Sha256">Over the bytes of the lines with their ends.</param>
internal sealed record ExportClosing(string Export, long Lines, string Sha256);
