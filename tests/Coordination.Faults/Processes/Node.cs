using System.Collections.Immutable;
using System.Diagnostics;

namespace Coordination.Faults.Processes;

/// <summary>One of the hosts: a name, a folder, and the process that runs as it now, if one does. Another start has another port, as on another machine.</summary>
internal sealed class Node(string name, string folder, Func<ProcessStartInfo> launch) : IAsyncDisposable
{
    /// <summary>Replaced, never changed: others read it while a supervisor starts the next.</summary>
    private ImmutableList<ServerProcess> _starts = [];
    private volatile Uri? _address;

    public string Name => name;

    /// <summary>Its data folder: checkpoints and, with SQLite, everything else.</summary>
    public string Folder => folder;

    /// <summary>Where it listens, or listened when it died: who calls there is refused.</summary>
    public Uri? Address => _address;

    /// <summary>The process of the last start.</summary>
    public ServerProcess Process => _starts[^1];

    /// <summary>How often it was started.</summary>
    public int Starts => _starts.Count;

    /// <summary>How many of its processes were killed; one that leaves by itself is none of them.</summary>
    public int Killings => _starts.Count(start => start.WasKilled);

    /// <summary>It was started and neither killed nor has it died.</summary>
    public bool IsRunning => _starts.Count > 0 && !Process.HasExited;

    /// <summary>Set while the experiment itself has taken it down.</summary>
    public bool IsMeantToBeDown { get; private set; }

    /// <summary>The end of what all its processes have printed.</summary>
    public string Log => string.Join(Environment.NewLine, _starts.Select((start, number) => $"--- {name}, start {number + 1}{Environment.NewLine}{start.Log}"));

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="failAt">A place at which it kills itself: see <c>COORDINATION_FAIL_AT</c>.</param>
    /// <param name="environment">More environment variables for this start.</param>
    /// <returns>False if it died before it listened.</returns>
    public async Task<bool> StartAsync(string? failAt = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        IsMeantToBeDown = failAt is not null;
        var start = launch();
        start.Environment["COORDINATION_FAIL_AT"] = failAt ?? "";
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var process = ServerProcess.Start(start);
        _starts = _starts.Add(process);
        if (await process.AddressAsync() is not { } address)
        {
            return false;
        }

        _address = address;
        return true;
    }

    /// <summary>Starts it as a service manager does: one that the others take for dead while it is still starting ends itself, and is started again.</summary>
    public async Task<bool> StartAsServiceAsync(IReadOnlyDictionary<string, string>? environment = null)
        => await StartAsync(environment: environment) || await StartAsync(environment: environment);

    /// <summary>Waits until it has died at the place that it was started with; where it does not come there, it is killed.</summary>
    public async Task DieAsync()
    {
        try
        {
            await Process.ExitedAsync(TimeSpan.FromSeconds(8));
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        IsMeantToBeDown = true;
        await Process.KillAsync();
    }

    /// <summary>Stops it where it stands; nothing of it runs until it is thawed.</summary>
    public Task FreezeAsync() => Process.SignalAsync("STOP");

    public Task ThawAsync() => Process.SignalAsync("CONT");

    /// <summary>Whether it says that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        if (!IsRunning || _address is not { } address)
        {
            return false;
        }

        try
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var start in _starts)
        {
            await start.DisposeAsync();
        }
    }
}
