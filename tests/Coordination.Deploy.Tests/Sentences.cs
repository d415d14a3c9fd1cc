namespace Coordination.Deploy.Tests;

internal static class Sentences
{
    /// <summary>Fails with all sentences, one on a line, unless there are none.</summary>
    public static void None(IEnumerable<string> against)
    {
        var all = string.Join('\n', against.Distinct().Order(StringComparer.Ordinal));
        Assert.True(all.Length == 0, all);
    }
}
