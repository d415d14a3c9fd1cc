using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>Reads the signed checkpoints of a folder and checks that none was altered, removed or put elsewhere.</summary>
/// <param name="ofSeveral">Whether there are other folders, so that its name must be said.</param>
internal sealed class CheckpointCheck(string folder, bool ofSeveral)
{
    private readonly List<Checkpoint> _checkpoints = [];
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _files;
    private string _previous = "";
    private string? _unread;

    private IReadOnlyList<string> Files => _files ??= Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, CheckpointFile.Pattern).Order(StringComparer.Ordinal)] : [];

    /// <summary>In the order in which they were signed.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    /// <exception cref="FileNotFoundException">There are checkpoints but no public key to check them with.</exception>
    public VerifyFault? Run(string keyFolder, CancellationToken cancellationToken)
    {
        if (Files.Count == 0)
        {
            return null;
        }

        using var key = CheckpointPublicKey.Read(Path.Combine(keyFolder, CheckpointKey.PublicFileName));
        return Run(key, cancellationToken);
    }

    public VerifyFault? Run(CheckpointPublicKey key, CancellationToken cancellationToken)
    {
        foreach (var path in Files)
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                number++;
                if (line.Length > 0 && Check(key, line, $"line {number} of {(ofSeveral ? path : Path.GetFileName(path))}") is { } fault)
                {
                    return fault;
                }
            }
        }

        return _unread is null || EndsInsideALine(Files[^1]) ? null : new(FaultKind.Altered, $"The checkpoint in {_unread} cannot be read.");
    }

    private static bool EndsInsideALine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file.Length > 0 && file.Seek(-1, SeekOrigin.End) >= 0 && file.ReadByte() != '\n';
    }

    private VerifyFault? Check(CheckpointPublicKey key, string line, string place)
    {
        Checkpoint checkpoint;
        byte[] signed, signature;
        try
        {
            (checkpoint, signed, signature) = CheckpointLine.Read(line);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            // A process that was killed while it wrote leaves the beginning of a line. It vouches for nothing, and the line after it names it as it is.
            (_previous, _unread) = (HashOf(line), place);
            return null;
        }

        if (!key.Verifies(signed, signature))
        {
            return new(FaultKind.Altered, $"The signature of the checkpoint in {place} is not that of its content.");
        }

        if (checkpoint.Previous != _previous)
        {
            return new(FaultKind.Removed, $"The checkpoint in {place} does not follow the one before it: checkpoints are missing there, or were put elsewhere.");
        }

        var less = $"The checkpoint in {place} was signed when the journal held less than at the one before: something had been cut off by then.";
        foreach (var writer in checkpoint.Writers)
        {
            if (writer.Number < _numbers.GetValueOrDefault(writer.Writer))
            {
                return new(FaultKind.Removed, less) { Writer = writer.Writer, Link = writer.Number + 1 };
            }

            _numbers[writer.Writer] = writer.Number;
        }

        if (_checkpoints is [.., { } before] && checkpoint.Position < before.Position)
        {
            return new(FaultKind.Removed, less);
        }

        (_previous, _unread) = (HashOf(line), null);
        _checkpoints.Add(checkpoint);
        return null;
    }

    private static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
}
