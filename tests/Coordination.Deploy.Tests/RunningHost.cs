using System.Diagnostics;
using System.Globalization;
using System.Text;
using Coordination.Shared;

namespace Coordination.Deploy.Tests;

/// <summary>The real server in a process of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _said = new();

    private RunningHost(Process process) => _process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where <c>coordctl</c> and the host's program are: the output of this same build.</summary>
    public static string Built(string project, string file)
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        return Repository.PathOf("src", project, "bin", mine.Parent!.Name, mine.Name, file);
    }

    /// <summary>Starts it and waits until it says where it is.</summary>
    public static async Task<RunningHost> StartAsync(string data, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var start = new ProcessStartInfo(Ran.Find("dotnet")!, [Built("Coordination.Host", "Coordination.Host.dll"), "--urls", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
        };
        start.Environment["Coordination__DataFolder"] = data;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var host = new RunningHost(new Process { StartInfo = start, EnableRaisingEvents = true });
        host._process.OutputDataReceived += (_, line) => host.Hear(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Hear(line.Data);
        host._process.Exited += (_, _) => host._address.TrySetException(new InvalidOperationException($"The server has ended: {host._said}"));
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        try
        {
            host.Address = await host._address.Task.WaitAsync(Patience);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>As an operator stops it.</summary>
    public async Task StopAsync()
    {
        await Ran.ProgramAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        const string Says = "Coordination is at ";
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.StartsWith(Says, StringComparison.Ordinal) is true)
        {
            _address.TrySetResult(new Uri(line[Says.Length..]));
        }
    }
}
