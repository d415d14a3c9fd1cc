using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.History;

/// <summary>Writes the lines of an export and closes it with a signature over all of them.</summary>
internal sealed class ExportWriter(Stream to, MasterKey master, CheckpointKey key, CancellationToken cancellationToken) : IDisposable
{
    private const int FlushAt = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _waiting = new(FlushAt * 2);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, StreamKey?> _keys = new(StringComparer.Ordinal);
    private long _lines;

    public Task HeaderAsync(ExportHeader header) => LineAsync(new ExportLine(header, null, null, null));

    /// <summary>An event, and before the first of a stream where the stream stood.</summary>
    /// <param name="previous">The hash of an event of a stream.</param>
    /// <param name="last">Up to which event the stream is exported, where that is known.</param>
    public async Task EventAsync(ScannedEvent scanned, Func<string, long, byte[]?> previous, long? last = null)
    {
        var stored = scanned.Stored;
        if (!_keys.TryGetValue(stored.Stream, out var opens))
        {
            _keys[stored.Stream] = opens = scanned.Head?.WrappedKey is { } wrapped ? master.Unwrap(stored.Stream, wrapped) : null;
            var before = stored.Version == 1 ? "" : Hex(previous(stored.Stream, stored.Version - 1) ?? throw Broken(stored.Stream, stored.Version - 1));
            await LineAsync(new ExportLine(null, new(stored.Stream, stored.Version - 1, before, opens?.InExport, last), null, null));
        }

        var writer = Begin();
        writer.WriteStartObject();
        writer.WriteStartObject("event");
        writer.WriteString("stream", stored.Stream);
        writer.WriteNumber("version", stored.Version);
        writer.WriteString("type", stored.Type);
        writer.WriteNumber("schema", stored.Schema);
        writer.WriteString("at", Microseconds.ToMoment(stored.At));
        writer.WriteString("actor", stored.Actor);
        writer.WriteString("cause", stored.Cause);
        writer.WriteBoolean("exercise", stored.Exercise);
        if (opens is not null)
        {
            WriteBody(writer, stored.Open(opens).Body.Span);
            writer.WriteBase64String("nonce", Sealed.NonceOf(stored.Body));
        }

        writer.WriteString("hash", Hex(scanned.Hash));
        writer.WriteString("writer", scanned.Writer);
        writer.WriteNumber("link", scanned.Link);
        writer.WriteEndObject();
        writer.WriteEndObject();
        await EndAsync(writer);
    }

    public Task LinkAsync(ExportedLink link) => LineAsync(new ExportLine(null, null, null, link));

    /// <summary>A checkpoint, as it stands in its file.</summary>
    public async Task CheckpointAsync(string line)
    {
        _waiting.Write(Encoding.UTF8.GetBytes(line));
        await EndAsync(null);
    }

    /// <summary>Signs what was written. An export that does not end so was cut off.</summary>
    public async Task CloseAsync(string of)
    {
        await FlushAsync();
        var inner = JsonSerializer.SerializeToUtf8Bytes(new ExportClosing(of, _lines, Hex(_hash.GetHashAndReset())), ExportLine.Json);
        _waiting.Write(Encoding.UTF8.GetBytes($"{{\"closing\":{Encoding.UTF8.GetString(inner)},\"signature\":\"{Convert.ToBase64String(key.Sign(inner))}\"}}"));
        await EndAsync(null);
        await FlushAsync();
        await to.FlushAsync(cancellationToken);
    }

    public void Dispose() => _hash.Dispose();

    public static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    public static InvalidDataException Broken(string stream, long version) => new($"{stream} version {version} is not there. The journal is not whole: run coordctl verify.");

    private static void WriteBody(Utf8JsonWriter writer, ReadOnlySpan<byte> body)
    {
        if (IsOneLineOfJson(body))
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(body, skipInputValidation: true);
        }
        else
        {
            writer.WriteBase64String("bodyBase64", body);
        }
    }

    private static bool IsOneLineOfJson(ReadOnlySpan<byte> body)
    {
        if (body.IndexOfAny((byte)'\n', (byte)'\r') >= 0 || body.IsEmpty || body[0] is (byte)' ' or (byte)'\t' || body[^1] is (byte)' ' or (byte)'\t')
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 24 });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Utf8JsonWriter Begin() => new(_waiting, new JsonWriterOptions { Encoder = ExportLine.Json.Encoder, SkipValidation = true });

    private async Task LineAsync(ExportLine line)
    {
        var writer = Begin();
        JsonSerializer.Serialize(writer, line, ExportLine.Json);
        await EndAsync(writer);
    }

    private async Task EndAsync(Utf8JsonWriter? writer)
    {
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }

        _waiting.Write("\n"u8);
        _lines++;
        if (_waiting.WrittenCount >= FlushAt)
        {
            await FlushAsync();
        }
    }

    private async Task FlushAsync()
    {
        _hash.AppendData(_waiting.WrittenSpan);
        await to.WriteAsync(_waiting.WrittenMemory, cancellationToken);
        _waiting.ResetWrittenCount();
    }
}
