using System.Diagnostics;
using System.Threading.Channels;

namespace Coordination.Benchmarks;

/// <summary>A process that this one starts and talks to by lines. It ends when its input ends, so it does not outlive this one.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a program and waits until it says that it is ready.</summary>
    /// <param name="arguments">The program's file, and what it is told.</param>
    /// <returns>The process, and what it says after the word.</returns>
    public static async Task<(Child Child, string Said)> StartAsync(params IEnumerable<string> arguments)
    {
        var process = new Process { StartInfo = new("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() } };
        var child = new Child(process);
        process.OutputDataReceived += (_, line) => child.Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        return (child, await child.HearAsync("ready"));
    }

    /// <summary>This program again, in a process of its own.</summary>
    public static Task<(Child Child, string Said)> AgainAsync(params IEnumerable<string> arguments)
        => StartAsync([typeof(Child).Assembly.Location, .. arguments]);

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The rest of the next line that begins with a word.</summary>
    public async Task<string> HearAsync(string word)
    {
        using var patience = new CancellationTokenSource(Patience);
        var last = "";
        try
        {
            while (true)
            {
                last = await _lines.Reader.ReadAsync(patience.Token);
                if (last == word || last.StartsWith($"{word} ", StringComparison.Ordinal))
                {
                    return last[word.Length..].Trim();
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[0]} did not say '{word}'. Its last line: {last}", failure);
        }
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
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }
}
