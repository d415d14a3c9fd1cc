namespace Coordination.Host.Composition;

/// <summary>Clocks by what they are for.</summary>
internal static class Clocks
{
    /// <summary>
    /// Pauses of the surface: how often a board is sent its changes, how soon a lost answer is asked for again. They are about the wire and not
    /// about what happens in the domain, so a test that stops the domain's clock must not stop them.
    /// </summary>
    public const string Surface = "surface";
}
