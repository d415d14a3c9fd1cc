using System.Diagnostics;
using System.Globalization;

namespace Coordination.Benchmarks;

/// <summary>Processor time of processes and all that they have started, as the kernel counts it, in seconds. Of those that have ended it knows only what their parents waited for.</summary>
internal static class Spent
{
    private const double TicksPerSecond = 100;

    /// <summary>Of a process and its descendants.</summary>
    public static double By(int process)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<Usage>().ToArray();
        var children = all.ToLookup(one => one.Parent);
        return Sum(all.Where(one => one.Id == process)) / TicksPerSecond;

        long Sum(IEnumerable<Usage> some) => some.Sum(one => one.Ticks + Sum(children[one.Id]));
    }

    /// <summary>Of this process itself.</summary>
    public static double ByMe()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    private static Usage? Read(int id)
    {
        try
        {
            // The name in parentheses may hold anything; what follows it is numbers: proc(5).
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(id, int.Parse(fields[1], CultureInfo.InvariantCulture), Enumerable.Range(11, 4).Sum(at => long.Parse(fields[at], CultureInfo.InvariantCulture)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Usage(int Id, int Parent, long Ticks);
}
