using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Coordination.BareSilo;

namespace Coordination.Host.Tests.Cluster;

/// <summary>A real process of a cluster, which can be killed.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly List<string> _said = [];

    private SiloProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public static async Task<SiloProcess> StartAsync(string connectionString, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Coordination.BareSilo.dll"), "--Coordination:Database:Engine=PostgreSql", $"--Coordination:Database:ConnectionString={connectionString}", .. settings,
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var made = new SiloProcess(Process.Start(start)!);
        made._process.OutputDataReceived += (_, line) => made.Hear(line.Data);
        made._process.ErrorDataReceived += (_, line) => made.Hear(line.Data);
        made._process.BeginOutputReadLine();
        made._process.BeginErrorReadLine();
        Assert.Equal("ready", await made.AnswerAsync());
        return made;
    }

    /// <summary>Calls grains from inside this process.</summary>
    public async Task<Called> CallAsync(int grains, TimeSpan time)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"call {grains} {time.TotalSeconds}"));
        await _process.StandardInput.FlushAsync();
        return Called.Parse(await AnswerAsync());
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
    }

    private async Task<string> AnswerAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            return await _answers.Reader.ReadAsync(patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The process {Id} gave no answer. It said:\n{Said}", failure);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _answers.Writer.TryComplete();
            return;
        }

        lock (_said)
        {
            _said.Add(line);
        }

        if (line == "ready" || line.StartsWith("called ", StringComparison.Ordinal))
        {
            _answers.Writer.TryWrite(line);
        }
    }
}
