using System.Globalization;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Stix;

/// <summary>The schemas of OASIS and MISP, asked through ajv.</summary>
internal static class SchemaValidator
{
    private static readonly NpmValidator Npm = new(Path.Combine("Stix", "validator"), Repository.PathOf("tests", "data"));

    /// <summary>What fails, a line each; and how many documents and objects were checked.</summary>
    public static async Task<(IReadOnlyList<string> Failures, int Checked)> CheckAsync(IReadOnlyList<byte[]> documents)
    {
        var (failures, last) = await Npm.CheckAsync(documents);
        return (failures, int.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
