using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Coordination.Shared;

namespace Coordination.Benchmarks;

/// <summary>What the figures were measured on, and of which commit.</summary>
internal sealed record Machine(DateTimeOffset At, int Cores, string Processor, double MemoryGigabytes, string System, string Runtime, string Commit)
{
    public static Machine Read() => new(
        TimeProvider.System.GetUtcNow(),
        Environment.ProcessorCount,
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9),
        Field("/etc/os-release", "PRETTY_NAME") ?? RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        ReadCommit());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At:yyyy-MM-dd}, commit {Commit}, {Cores} cores ({Processor}), {MemoryGigabytes:N0} GB of memory, {System}, {Runtime}");

    /// <summary>The commit that is checked out; with a plus where the tree holds more than it.</summary>
    private static string ReadCommit()
    {
        var folder = Repository.PathOf(".");
        return Git("rev-parse", "--short=12", "HEAD") is { Length: > 0 } commit ? commit + (Git("status", "--porcelain", "--", "src") is { Length: > 0 } ? "+" : "") : "unknown";

        string? Git(params string[] arguments)
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? said : null;
        }
    }

    private static string? Field(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split([':', '='], 2)[1].Trim().Trim('"')
        : null;
}
