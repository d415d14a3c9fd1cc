using System.Diagnostics;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Faults.Processes;
using Coordination.Shared;

namespace Coordination.Faults;

/// <summary>The real executable in a process of its own, and what it prints.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 4_000;

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _setup = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _log = [];

    /// <summary>A load asks more than anybody may who is not measuring: what is measured is the server, not where it stops.</summary>
    public const string LimitsOff = "--Coordination:Limits:Enabled=false";

    private int _disposed;

    private ServerProcess(Process process) => _process = process;

    /// <summary>
    /// For the message of a failure: what it answered 500 for, and what it has printed last. Where in the code things failed is left out: what a process dies of stands
    /// before a long list of that.
    /// </summary>
    public string Log
    {
        get
        {
            var lines = Lines.Where(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal)).ToList();
            var broken = lines.Index().Where(line => line.Item.EndsWith("Coordination.Host.Http.Failures[1]", StringComparison.Ordinal)).TakeLast(3).SelectMany(line => lines.Skip(line.Index).Take(5));
            return string.Join(Environment.NewLine, [.. broken, .. lines.TakeLast(40)]);
        }
    }

    /// <summary>Everything that it has printed, as far as it is kept.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>It has ended, by SIGKILL.</summary>
    public bool WasKilled => _process.HasExited && _process.ExitCode == 128 + 9;

    /// <summary>Starts the host with the demo's constituency and no traffic but the test's.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="failAt">A place and a number, for example <c>journal.after-commit:17</c>, at which the process kills itself; null for never.</param>
    public static ServerProcess Start(string folder, string? failAt)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            ArgumentList =
            {
                Executable("src", "Coordination.Host"), "--demo", "--urls", "http://127.0.0.1:0", $"--Coordination:DataFolder={folder}", "--Coordination:DemoSecondsBetweenAlerts=0", LimitsOff,
            },
        };
        start.Environment["COORDINATION_FAIL_AT"] = failAt ?? "";
        return Start(start);
    }

    /// <summary>Starts whatever prints where it listens as the host does.</summary>
    public static ServerProcess Start(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        server._process.Exited += (_, _) => server._address.TrySetResult(null);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Where it listens; null if it died before it did.</summary>
    public Task<Uri?> AddressAsync() => _address.Task.WaitAsync(Until.Patience);

    /// <summary>The one-time token with which the first administrator is made; it is printed by the first start.</summary>
    public Task<string> SetupTokenAsync() => _setup.Task.WaitAsync(Until.Patience);

    /// <summary>An administrator of the demo, signed in with a password.</summary>
    public static async Task<CoordinationClient> SignInAsync(Uri address, string folder, string mail = "ada@cert.example")
    {
        var client = new CoordinationClient(new HttpClient(new LoopbackCookies()) { BaseAddress = address }, TimeProvider.System);
        var password = await File.ReadAllTextAsync(Path.Combine(folder, "demo", "demo-password"));
        await client.SignInAsync(new SignInRequest(mail, password.Trim()));
        return client;
    }

    /// <summary>As <c>kill -9</c>: nothing of the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Until.Patience);
    }

    /// <summary>Sends it a signal, for example STOP or CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, $"{_process.Id}"]))!;
        await kill.WaitForExitAsync();
    }

    public Task ExitedAsync(TimeSpan within) => _process.WaitForExitAsync().WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>A project's own output of the same build, beside this test's.</summary>
    public static string Executable(string folder, string project)
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (mine.Name, mine.Parent!.Name);
        return Repository.PathOf(folder, project, "bin", configuration, framework, $"{project}.dll");
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LinesKept)
            {
                _log.Dequeue();
            }
        }

        const string Says = "Coordination is at ";
        const string Setup = "/console/setup?token=";
        if (line.StartsWith(Says, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Says.Length..]));
        }
        else if (line.IndexOf(Setup, StringComparison.Ordinal) is >= 0 and var at)
        {
            _setup.TrySetResult(Uri.UnescapeDataString(line[(at + Setup.Length)..].Trim()));
        }
    }
}
