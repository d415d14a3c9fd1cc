using System.Diagnostics;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Shared;

namespace Coordination.Faults;

/// <summary>The real executable in a process of its own, with the demo's constituency and no traffic but the test's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _log = [];

    private ServerProcess(Process process) => _process = process;

    /// <summary>What it has printed, for the message of a failure.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join(Environment.NewLine, _log.TakeLast(40));
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <param name="folder">The data folder.</param>
    /// <param name="failAt">A place and a number, for example <c>journal.after-commit:17</c>, at which the process kills itself; null for never.</param>
    public static ServerProcess Start(string folder, string? failAt)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Executable(), "--demo", "--urls", "http://127.0.0.1:0", $"--Coordination:DataFolder={folder}", "--Coordination:DemoSecondsBetweenAlerts=0",
            },
        };
        start.Environment["COORDINATION_FAIL_AT"] = failAt ?? "";
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
    public Task<Uri?> AddressAsync() => _address.Task.WaitAsync(Patience);

    /// <summary>An administrator of the demo, signed in with a password.</summary>
    public static async Task<CoordinationClient> SignInAsync(Uri address, string folder)
    {
        var client = new CoordinationClient(new HttpClient(new LoopbackCookies()) { BaseAddress = address }, TimeProvider.System);
        var password = await File.ReadAllTextAsync(Path.Combine(folder, "demo", "demo-password"));
        await client.SignInAsync(new SignInRequest("ada@cert.example", password.Trim()));
        return client;
    }

    /// <summary>As <c>kill -9</c>: nothing of the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public Task ExitedAsync(TimeSpan within) => _process.WaitForExitAsync().WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>The host's own output of the same build, beside this test's.</summary>
    private static string Executable()
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (mine.Name, mine.Parent!.Name);
        return Repository.PathOf("src", "Coordination.Host", "bin", configuration, framework, "Coordination.Host.dll");
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        const string Says = "Coordination is at ";
        if (line.StartsWith(Says, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Says.Length..]));
        }
    }
}
