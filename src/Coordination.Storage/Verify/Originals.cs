using System.Security.Cryptography;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Scan;

namespace Coordination.Storage.Verify;

/// <summary>
/// Checks the originals that events name: a body with <c>originalSha256</c> names the one with the id in <c>originalId</c> or <c>alert.id</c>.
/// They are fetched some hundred at a time. A later event of the same stream may say that alerts were <c>erased</c>: then theirs are to be gone, or those of the same line when it came
/// again, so what is wrong with one counts only once the whole stream has been read. Without the master key, or where a stream's key was destroyed, nothing can be read and nothing is checked.
/// </summary>
internal sealed class Originals(IJournalScan scan, MasterKey? master)
{
    private const int AtOnce = 200;

    private readonly List<Named> _waiting = [];
    private readonly List<(Named Named, VerifyFault Fault)> _wrong = [];
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

    /// <summary>Looks into an event. A fault may be one of an event before it.</summary>
    public VerifyFault? Check(StoredEvent stored)
    {
        if (_key is null)
        {
            return null;
        }

        byte[] body;
        try
        {
            body = _key.OpenBody(_stream, stored.Version, stored.Type, stored.Body);
        }
        catch (CryptographicException)
        {
            // The chain holds it as it was written, so what is wrong is the key.
            return Rest() ?? Fault(_stream, stored.Version, FaultKind.Altered, "The event cannot be decrypted with its stream's key: the key was altered.");
        }

        if (stored.Type == "alerts-erased")
        {
            Forgive(body);
            return null;
        }

        if (body.AsSpan().IndexOf("\"originalSha256\""u8) < 0 || NamedIn(body) is not ({ } id, { } sha256))
        {
            return null;
        }

        _waiting.Add(new(_stream, _key, stored.Version, id, sha256));
        if (_waiting.Count == AtOnce)
        {
            Fetch();
        }

        return null;
    }

    /// <summary>Checks what still waits to be fetched, and says what is wrong in the stream.</summary>
    public VerifyFault? Rest()
    {
        Fetch();
        var first = _wrong.Count > 0 ? _wrong[0].Fault : null;
        _wrong.Clear();
        return first;
    }

    /// <summary>What the stream says of these alerts up to here is erased.</summary>
    private void Forgive(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var erased = document.RootElement.GetProperty("erased").EnumerateArray().Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal);
        _waiting.RemoveAll(named => erased.Contains(named.Id));
        _wrong.RemoveAll(one => erased.Contains(one.Named.Id));
    }

    private void Fetch()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var found = new VerifyFault?[_waiting.Count];
        var missing = new HashSet<string>(_waiting.Select(named => named.Id), StringComparer.Ordinal);
        foreach (var original in scan.Originals([.. missing]))
        {
            missing.Remove(original.Id);
            for (var index = 0; index < found.Length; index++)
            {
                if (_waiting[index].Id == original.Id)
                {
                    Checked++;
                    found[index] = Compare(_waiting[index], original);
                }
            }
        }

        for (var index = 0; index < found.Length; index++)
        {
            var named = _waiting[index];
            if (missing.Contains(named.Id))
            {
                found[index] = Fault(named.Stream, named.Version, FaultKind.Removed, $"The original {named.Id} that the event names is gone.");
            }
        }

        for (var index = 0; index < found.Length; index++)
        {
            if (found[index] is { } fault)
            {
                _wrong.Add((_waiting[index], fault));
            }
        }

        _waiting.Clear();
    }

    private static VerifyFault? Compare(Named named, ScannedOriginal original)
    {
        try
        {
            return original.Stream == named.Stream.Value
                && Convert.ToHexString(SHA256.HashData(named.Key.OpenOriginal(named.Stream, named.Id, original.Bytes))).Equals(named.Sha256, StringComparison.OrdinalIgnoreCase)
                ? null
                : Fault(named.Stream, named.Version, FaultKind.Altered, $"The original {named.Id} is not the one that the event names.");
        }
        catch (CryptographicException)
        {
            return Fault(named.Stream, named.Version, FaultKind.Altered, $"The original {named.Id} was altered: it cannot be decrypted.");
        }
    }

    private static (string? Id, string? Sha256) NamedIn(byte[] body)
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

    private static VerifyFault Fault(StreamId stream, long version, FaultKind kind, string text) => new(kind, text) { Stream = stream.Value, Version = version };

    /// <summary>An original that an event names.</summary>
    private sealed record Named(StreamId Stream, StreamKey Key, long Version, string Id, string Sha256);
}
