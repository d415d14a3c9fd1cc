namespace Coordination.Cli.Tests;

/// <summary>What a run of coordctl wrote, and how it ended.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    public static async Task<Ran> CoordctlAsync(params string[] args)
    {
        using var output = new Output();
        using var error = new Output();
        var code = await Coordctl.RunAsync(args, Around(output, error), CancellationToken.None);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Nobody at the keyboard, nothing in the environment.</summary>
    public static Surroundings Around(TextWriter output, TextWriter error, Spectre.Console.IAnsiConsole? terminal = null)
        => new(output, error, terminal, TimeProvider.System, _ => null, _ => null);
}
