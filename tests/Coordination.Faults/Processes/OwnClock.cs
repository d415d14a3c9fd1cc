namespace Coordination.Faults.Processes;

/// <summary>A clock for one process alone, that can be moved while it runs. The machine's own is never touched.</summary>
internal sealed class OwnClock
{
    private static readonly string? Library = new[] { "x86_64", "aarch64" }.Select(machine => $"/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1").FirstOrDefault(File.Exists);

    private readonly string _file;

    /// <param name="folder">Where to keep how far it is off.</param>
    public OwnClock(string folder)
    {
        _file = Path.Combine(folder, "offset");
        Move("+0");
    }

    /// <summary>Why no process of this machine can have one; null: it can.</summary>
    public static string? WhyNot => Library is null ? "Needs libfaketime, to give a process a clock of its own. tests/run.sh installs it." : null;

    /// <summary>The environment in which a process goes by this clock. Its monotonic clock is left alone, as it is when a machine's clock is set.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library!, ["FAKETIME_TIMESTAMP_FILE"] = _file, ["FAKETIME_NO_CACHE"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1", ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <summary>From now on it is so far off, for example <c>+2h</c>.</summary>
    public void Move(string offset)
    {
        // Moved over the old, because the process may read at any moment and must never find half of it.
        File.WriteAllText(_file + ".new", offset);
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
