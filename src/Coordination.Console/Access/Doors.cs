namespace Coordination.Console.Access;

/// <summary>Where one goes after signing in.</summary>
public static class Doors
{
    /// <summary>An address given from outside is followed only within the console: a link must not lead officers elsewhere.</summary>
    public static string Inside(string? address)
        => address is not null
            && (address == ConsoleAssembly.Base || address.StartsWith(ConsoleAssembly.Base + "/", StringComparison.Ordinal) || address.StartsWith(ConsoleAssembly.Base + "?", StringComparison.Ordinal))
            // Dots climb out of it, written plainly or not.
            && Uri.TryCreate("http://console" + address, UriKind.Absolute, out var resolved) && resolved.AbsolutePath.StartsWith(ConsoleAssembly.Base, StringComparison.Ordinal)
            && !address.Contains("//", StringComparison.Ordinal)
            && !address.Contains('\\', StringComparison.Ordinal)
            && !address.StartsWith(ConsoleAssembly.Base + "/sign-in", StringComparison.Ordinal)
                ? address
                : ConsoleAssembly.Base;
}
