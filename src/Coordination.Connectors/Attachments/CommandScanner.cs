using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts.Attachments;
using Coordination.Domain.Attachments;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Attachments;

/// <summary>Has a program look into a content, which it gets on its standard input and never as a file.</summary>
public sealed class CommandScanner(IOptions<ScannerOptions> options) : IScanner
{
    private const int MostSaid = 4_000;

    /// <summary>What a program needs to run. Ours has secrets in its surroundings, which are no business of a scanner.</summary>
    private static readonly string[] Passed = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    public bool IsSet => options.Value.Words.Count > 0;

    public async Task<ScanResult> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!IsSet)
        {
            return new(ScanState.Failed, "no scanner is set");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.ScanSeconds));
        using var process = new Process { StartInfo = Start(options.Value.Words) };
        try
        {
            process.Start();
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException)
        {
            return new(ScanState.Failed, $"the scanner cannot be started: {OneLine.Of(failure.Message, 200)}");
        }

        try
        {
            // All three at once: a program that waits for its output to be read does not read its input.
            var said = FirstLineAsync(process.StandardOutput, limit.Token);
            var complained = FirstLineAsync(process.StandardError, limit.Token);
            await FeedAsync(process, content, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return Verdict(process.ExitCode, await said, await complained);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(ScanState.Failed, string.Create(CultureInfo.InvariantCulture, $"the scanner did not end within {options.Value.ScanSeconds} s"));
        }
        finally
        {
            Kill(process);
        }
    }

    private static ScanResult Verdict(int code, string said, string complained) => code switch
    {
        0 => new(ScanState.Clean),
        1 => new(ScanState.Infected, said.Length > 0 ? said : "malware"),
        _ => new(ScanState.Failed, string.Create(CultureInfo.InvariantCulture, $"the scanner ended with {code}{(complained.Length + said.Length > 0 ? ": " : "")}{(complained.Length > 0 ? complained : said)}")),
    };

    private static ProcessStartInfo Start(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Except(Passed, StringComparer.Ordinal).ToArray())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static async Task FeedAsync(Process process, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await content.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough and closed its input, or died; its exit code says which.
        }
    }

    /// <summary>Reads to the end, so that nobody waits, and keeps the first line.</summary>
    private static async Task<string> FirstLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[1_024];
        var first = "";
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            first = first.Length < MostSaid ? first + new string(buffer, 0, read) : first;
        }

        return OneLine.Of(first.TrimStart().Split('\n')[0], 300);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
