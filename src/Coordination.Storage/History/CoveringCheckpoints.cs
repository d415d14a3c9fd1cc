using System.Globalization;
using System.Text.Json;
using Coordination.Storage.Journal;

namespace Coordination.Storage.History;

/// <summary>The first signed checkpoint of this process that vouches for a link: it names the link, or a later one of its writer.</summary>
/// <param name="Number">The link that it names.</param>
internal sealed record Covering(string Line, long Number);

/// <summary>Finds the checkpoints that vouch for links.</summary>
internal static class CoveringCheckpoints
{
    /// <param name="since">When the first of the links was written, or earlier: what was signed in the months before is not read.</param>
    /// <exception cref="InvalidOperationException">One of them is nowhere.</exception>
    public static IReadOnlyDictionary<(string Writer, long Number), Covering> Find(string folder, DateTimeOffset since, IEnumerable<(string Writer, long Number)> links)
    {
        var found = new Dictionary<(string, long), Covering>();
        var wanted = links.GroupBy(link => link.Writer, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<long>(group.Select(link => link.Number).Distinct().Order()), StringComparer.Ordinal);
        var first = string.Create(CultureInfo.InvariantCulture, $"checkpoint-{since.UtcDateTime:yyyy-MM}.jsonl");
        foreach (var line in Directory.EnumerateFiles(folder, CheckpointFile.Pattern).Order(StringComparer.Ordinal).Where(path => string.CompareOrdinal(Path.GetFileName(path), first) >= 0).SelectMany(Lines))
        {
            if (wanted.Count == 0)
            {
                break;
            }

            foreach (var named in Read(line))
            {
                while (wanted.TryGetValue(named.Writer, out var numbers) && numbers.Peek() <= named.Number)
                {
                    found[(named.Writer, numbers.Dequeue())] = new(line, named.Number);
                    if (numbers.Count == 0)
                    {
                        wanted.Remove(named.Writer);
                    }
                }
            }
        }

        return wanted.Count == 0 ? found : throw new InvalidOperationException(
            $"No checkpoint in {folder} vouches for what {wanted.First().Key} wrote, so it cannot be exported with a proof. Put the checkpoints back from their copy.");
    }

    private static IReadOnlyList<WriterLink> Read(string line)
    {
        try
        {
            return CheckpointLine.Read(line).Checkpoint.Writers;
        }
        catch (Exception half) when (half is JsonException or InvalidOperationException or FormatException)
        {
            // A process that was killed while it wrote leaves the beginning of a line. It vouches for nothing.
            return [];
        }
    }

    /// <summary>Another may be adding to it.</summary>
    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
