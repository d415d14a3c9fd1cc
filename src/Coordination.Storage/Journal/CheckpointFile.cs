using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Journal;

/// <summary>Appends checkpoints to a file outside the database, one for each month: <c>checkpoint-2026-01.jsonl</c>.</summary>
internal sealed class CheckpointFile
{
    public const string Pattern = "checkpoint-*.jsonl";

    private readonly string _folder;
    private readonly CheckpointKey _key;
    private readonly Dictionary<string, long> _signed = new(StringComparer.Ordinal);
    private string _previous;

    public CheckpointFile(string folder, CheckpointKey key)
    {
        (_folder, _key) = (folder, key);
        Directory.CreateDirectory(folder);
        var last = Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).LastOrDefault(line => line.Length > 0);
        _previous = last is null ? "" : HashOf(last);
    }

    /// <summary>Signs what has changed since the last time. Does nothing where nothing has.</summary>
    public void Append(DateTimeOffset time, JournalHeads heads)
    {
        var changed = heads.Writers.Where(writer => writer.Number > _signed.GetValueOrDefault(writer.Writer)).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        var line = CheckpointLine.Write(new(time, heads.Position, heads.Settled, changed, _previous), _key);
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"checkpoint-{time.UtcDateTime:yyyy-MM}.jsonl"));
        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read))
        {
            StartOnNewLine(file);
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            file.Flush(flushToDisk: true);
        }

        _previous = HashOf(line);
        foreach (var writer in changed)
        {
            _signed[writer.Writer] = writer.Number;
        }
    }

    /// <summary>A process that was killed may have left half a line.</summary>
    private static void StartOnNewLine(FileStream file)
    {
        if (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
    }

    private static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
}
