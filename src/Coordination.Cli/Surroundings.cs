using System.Text;
using Spectre.Console;

namespace Coordination.Cli;

/// <summary>What a verb may know of where it runs: where it writes, what time it is, what the environment says, and who can be asked.</summary>
/// <param name="Terminal">Null when the output goes to a file or another program.</param>
/// <param name="AskPassword">Asks on the keyboard; null when nobody sits there.</param>
internal sealed record Surroundings(TextWriter Out, TextWriter Error, IAnsiConsole? Terminal, TimeProvider Clock, Func<string, string?> Variable, Func<string, string?> AskPassword)
{
    public static Surroundings OfThisProcess() => new(
        Console.Out, Console.Error, Console.IsOutputRedirected ? null : AnsiConsole.Console, TimeProvider.System, Environment.GetEnvironmentVariable, ReadPassword);

    /// <summary>Prompts on the error stream, so that the output can go into a variable or a file.</summary>
    private static string? ReadPassword(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length -= typed.Length > 0 ? 1 : 0;
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
