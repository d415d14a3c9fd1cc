using System.Diagnostics;

namespace Coordination.Deploy.Tests;

/// <summary>What a program said and how it ended.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Said => Out + Error;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="environment">Set beside what this process has.</param>
    public static async Task<Ran> ProgramAsync(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(Find(program) ?? throw new InvalidOperationException($"{program} is not installed. tests/run.sh installs it when it runs as root."), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Deployment.Folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(), output, error).WaitAsync(patience ?? Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Fails unless the program ended well.</summary>
    public Ran Well()
    {
        Assert.True(Code == 0, $"ended with {Code}: {Said}");
        return this;
    }

    /// <summary>Where a program is; null where it is not installed. Those of PostgreSQL and of administrators are often not in the path.</summary>
    public static string? Find(string program)
        => program.Contains('/', StringComparison.Ordinal)
            ? program
            : Places().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Places()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/sbin").Append(Shared.PostgresServer.Programs ?? "/usr/sbin");
}
