using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Storage.History;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>Checks an export with nothing but the public key: no database, no master key.</summary>
public static class ExportVerifier
{
    /// <param name="keptCheckpoints">Folders of checkpoints that were kept elsewhere. Without them it cannot be told whether the journal had been cut before it was exported.</param>
    /// <exception cref="FileNotFoundException">The export is missing.</exception>
    public static Task<ExportReport> VerifyAsync(string file, CheckpointPublicKey key, IReadOnlyList<string> keptCheckpoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(keptCheckpoints);
        return Task.Run(() => Verify(file, key, keptCheckpoints, cancellationToken), cancellationToken);
    }

    private static ExportReport Verify(string file, CheckpointPublicKey key, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var kept = new KeptCheckpoints();
        foreach (var folder in folders)
        {
            var checkpoints = new CheckpointCheck(folder, folders.Count > 1);
            if (checkpoints.Run(key, cancellationToken) is { } wrong)
            {
                throw new InvalidOperationException($"The checkpoints in {folder} are not whole: {wrong.Text}");
            }

            kept.Add(checkpoints.Checkpoints);
        }

        using var lines = new ExportFile(file);
        var walk = new ExportCheck(key, kept);
        while (lines.Next() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (walk.Next(line) is { } fault)
            {
                return walk.Report with { Fault = fault };
            }
        }

        return walk.Report with { Fault = walk.End(lines.Number) };
    }
}

/// <summary>A line of an export.</summary>
/// <param name="Before">SHA-256 of all lines before it, with their ends. Only asked for at the end, for it ends the counting.</param>
internal sealed record RawLine(long Number, byte[] Bytes, bool IsWhole, Func<byte[]> Before);

/// <summary>Reads the lines of an export and hashes them as they pass.</summary>
internal sealed class ExportFile : IDisposable
{
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[256 * 1024];
    private byte[] _before = [];
    private int _at;
    private int _end;

    public ExportFile(string path) => _file = File.OpenRead(path);

    public long Number { get; private set; }

    public RawLine? Next()
    {
        using var line = new MemoryStream();
        _hash.AppendData(_before);
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, _file.Read(_buffer));
                if (_end == 0)
                {
                    return line.Length == 0 ? null : Line(line.ToArray(), isWhole: false);
                }
            }

            var found = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            var length = found < 0 ? _end - _at : found;
            line.Write(_buffer, _at, length);
            _at += length;
            if (found >= 0)
            {
                _at++;
                return Line(line.ToArray(), isWhole: true);
            }
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private RawLine Line(byte[] bytes, bool isWhole)
    {
        _before = [.. bytes, (byte)'\n'];
        return new(++Number, bytes, isWhole, () => _hash.GetCurrentHash());
    }
}

/// <summary>A signed line of an export: what is signed, and the signature.</summary>
internal static class SignedLine
{
    /// <summary>The closing of an export; null where the line is something else.</summary>
    /// <exception cref="JsonException">It is one, and not readable.</exception>
    public static (ExportClosing Closing, byte[] Content, byte[] Signature)? ReadClosing(JsonElement root)
        => !root.TryGetProperty("closing", out var inner) ? null
            : root.TryGetProperty("signature", out var signature) && signature.TryGetBytesFromBase64(out var bytes)
                ? (inner.Deserialize<ExportClosing>(ExportLine.Json) ?? throw new JsonException("The closing is null."), Encoding.UTF8.GetBytes(inner.GetRawText()), bytes)
                : throw new JsonException("The closing has no signature.");
}
