namespace Coordination.Console;

/// <summary>Marks this assembly, so that the host can name it.</summary>
public static class ConsoleAssembly
{
    /// <summary>Where every page of the console begins.</summary>
    public const string Base = "/console";
}
