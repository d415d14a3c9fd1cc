using System.Collections.Frozen;

namespace Coordination.Connectors.Csaf;

/// <summary>
/// The weaknesses of the CWE list (MITRE, version 4.9) with their official names, which CSAF wants letter by letter. Newer ones are not in it:
/// what it does not know goes into a note.
/// </summary>
public static class CweList
{
    private static readonly FrozenDictionary<string, string> Names = Read();

    /// <summary>The official name; null where the list does not have the weakness.</summary>
    public static string? NameOf(string id) => Names.GetValueOrDefault(id);

    private static FrozenDictionary<string, string> Read()
    {
        using var reader = new StreamReader(typeof(CweList).Assembly.GetManifestResourceStream("cwe.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToFrozenDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }
}
