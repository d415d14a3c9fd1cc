using System.Diagnostics;

namespace Coordination.Faults.Processes;

/// <summary>Runs programs of the machine.</summary>
internal static class Machine
{
    public static bool IsRoot => Environment.UserName == "root";

    /// <exception cref="InvalidOperationException">It did not end well; what it said stands there.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        if (await TryAsync(program, arguments) is { } wrong)
        {
            throw new InvalidOperationException(wrong);
        }
    }

    /// <returns>What went wrong, or null.</returns>
    public static async Task<string?> TryAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Concat(said).Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"{program}: {missing.Message}";
        }
    }
}
