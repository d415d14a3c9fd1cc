using System.Security.Cryptography;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;

namespace Coordination.Storage.Verify;

/// <summary>
/// Checks the originals that events name: a body with <c>originalSha256</c> names the one with the id in <c>originalId</c> or <c>alert.id</c>.
/// Without the master key, or where a stream's key was destroyed, nothing can be read and nothing is checked.
/// </summary>
internal sealed class Originals(SqliteSession session, MasterKey? master)
{
    private StreamId _stream;
    private StreamKey? _key;

    public long Checked { get; private set; }

    /// <summary>Streams without a key.</summary>
    public long Erased { get; private set; }

    public bool CanRead => master is not null;

    /// <summary>Goes on to another stream. False: its key is not one that the master key wrapped.</summary>
    public bool Open(string stream, byte[]? wrappedKey)
    {
        (_stream, _key) = (new(stream), null);
        Erased += wrappedKey is null ? 1 : 0;
        if (master is null || wrappedKey is null)
        {
            return true;
        }

        try
        {
            _key = master.Unwrap(stream, wrappedKey);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public VerifyFault? Check(long version, string type, byte[] storedBody)
    {
        if (_key is null)
        {
            return null;
        }

        byte[] body;
        try
        {
            body = _key.OpenBody(_stream, version, type, storedBody);
        }
        catch (CryptographicException)
        {
            // The chain holds it as it was written, so what is wrong is the key.
            return Fault(FaultKind.Altered, version, "The event cannot be decrypted with its stream's key: the key was altered.");
        }

        if (body.AsSpan().IndexOf("\"originalSha256\""u8) < 0 || Named(body) is not ({ } id, { } sha256))
        {
            return null;
        }

        var found = session.Sql("select stream, bytes from original where id = ?").Bind(id);
        if (!found.Step())
        {
            return Fault(FaultKind.Removed, version, $"The original {id} that the event names is gone.");
        }

        var (owner, bytes) = (found.Text(0), found.Bytes(1));
        found.End();
        Checked++;
        try
        {
            return owner == _stream.Value && Convert.ToHexString(SHA256.HashData(_key.OpenOriginal(_stream, id, bytes))).Equals(sha256, StringComparison.OrdinalIgnoreCase)
                ? null
                : Fault(FaultKind.Altered, version, $"The original {id} is not the one that the event names.");
        }
        catch (CryptographicException)
        {
            return Fault(FaultKind.Altered, version, $"The original {id} was altered: it cannot be decrypted.");
        }
    }

    private static (string? Id, string? Sha256) Named(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? (null, null)
                : (Text(root, "originalId") ?? (root.TryGetProperty("alert", out var alert) && alert.ValueKind == JsonValueKind.Object ? Text(alert, "id") : null), Text(root, "originalSha256"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private VerifyFault Fault(FaultKind kind, long version, string text) => new(kind, text) { Stream = _stream.Value, Version = version };
}
