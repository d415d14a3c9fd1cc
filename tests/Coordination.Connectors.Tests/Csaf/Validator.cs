namespace Coordination.Connectors.Tests.Csaf;

/// <summary>The validator library of Secvisogram.</summary>
internal static class Validator
{
    private static readonly NpmValidator Npm = new(Path.Combine("Csaf", "validator"));

    /// <summary>What fails, a line each; and how many were checked with how many tests.</summary>
    public static Task<(IReadOnlyList<string> Failures, string Last)> CheckAsync(IReadOnlyList<byte[]> documents) => Npm.CheckAsync(documents);
}
