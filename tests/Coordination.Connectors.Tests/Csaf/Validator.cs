using System.Diagnostics;

namespace Coordination.Connectors.Tests.Csaf;

/// <summary>The validator of others (npm), installed once beside the tests; one process looks at all documents.</summary>
internal static class Validator
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Csaf", "validator");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>What fails, a line each; and how many were checked with how many tests.</summary>
    public static async Task<(IReadOnlyList<string> Failures, string Last)> CheckAsync(IReadOnlyList<byte[]> documents)
    {
        await Installed.Value;
        var folder = Directory.CreateTempSubdirectory("csaf-documents-").FullName;
        try
        {
            var paths = documents.Select((document, index) => (Path: Path.Combine(folder, $"{index:D4}.json"), Bytes: document)).ToArray();
            foreach (var (path, bytes) in paths)
            {
                await File.WriteAllBytesAsync(path, bytes);
            }

            var lines = (await RunAsync("node", "check.mjs", string.Join('\n', paths.Select(one => one.Path)))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return (lines[..^1], lines[^1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task InstallAsync()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            await RunAsync("npm", "ci --ignore-scripts --no-audit --no-fund --loglevel=error", "");
        }
    }

    private static async Task<string> RunAsync(string program, string arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {await errors}");
        return await output;
    }
}
