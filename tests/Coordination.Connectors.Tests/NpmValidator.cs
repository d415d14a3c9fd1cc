using System.Diagnostics;

namespace Coordination.Connectors.Tests;

/// <summary>A validator of others (npm) with its <c>check.mjs</c> in a folder beside the tests, installed once; one process looks at all documents.</summary>
internal sealed class NpmValidator
{
    private readonly string _folder;
    private readonly string _arguments;
    private readonly Lazy<Task> _installed;

    /// <param name="folder">Below the tests: where <c>check.mjs</c> and <c>package.json</c> lie.</param>
    /// <param name="arguments">What <c>check.mjs</c> is told.</param>
    public NpmValidator(string folder, string arguments = "")
        => (_folder, _arguments, _installed) = (Path.Combine(AppContext.BaseDirectory, folder), arguments, new(InstallAsync));

    /// <summary>What fails, a line each; and what is said last, of how much was checked.</summary>
    public async Task<(IReadOnlyList<string> Failures, string Last)> CheckAsync(IReadOnlyList<byte[]> documents)
    {
        await _installed.Value;
        var folder = Directory.CreateTempSubdirectory("npm-documents-").FullName;
        try
        {
            var paths = documents.Select((document, index) => (Path: Path.Combine(folder, $"{index:D4}.json"), Bytes: document)).ToArray();
            foreach (var (path, bytes) in paths)
            {
                await File.WriteAllBytesAsync(path, bytes);
            }

            var lines = (await RunAsync("node", $"check.mjs {_arguments}", string.Join('\n', paths.Select(one => one.Path)))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return (lines[..^1], lines[^1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task InstallAsync()
    {
        if (!Directory.Exists(Path.Combine(_folder, "node_modules")))
        {
            await RunAsync("npm", "ci --ignore-scripts --no-audit --no-fund --loglevel=error", "");
        }
    }

    private async Task<string> RunAsync(string program, string arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {await errors}");
        return await output;
    }
}
