using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Institutions;

/// <summary>
/// A package URL, taken apart. Type, namespace and name say which package it is, compared without case for every type: a package that is warned of
/// once too often costs less than one that is missed. Qualifiers count where both have them; a path within the package does not.
/// </summary>
public sealed record PackageUrl(string Type, string Namespace, string Name, string? Version, IReadOnlyDictionary<string, string> Qualifiers)
{
    /// <summary>Where it is found.</summary>
    public string Key => $"purl {Type}/{Namespace}/{Name}";

    public static PackageUrl? Read(string? text)
    {
        if (text is null || !ProductNames.IsPurl(text))
        {
            return null;
        }

        var rest = text["pkg:".Length..].Split('#')[0];
        var query = rest.Split('?', 2);
        var path = query[0].Trim('/');
        var (name, version) = path.LastIndexOf('@') is > 0 and var at && path.LastIndexOf('/') < at ? (path[..at], Plain(path[(at + 1)..])) : (path, null);
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
        {
            return null;
        }

        var type = parts[0].ToLowerInvariant();
        return new(
            type, string.Join('/', parts[1..^1].Select(part => Same(type, part))), Same(type, parts[^1]), string.IsNullOrEmpty(version) ? null : version,
            query.Length < 2 ? new Dictionary<string, string>() : QualifiersOf(query[1]));
    }

    public bool Covers(PackageUrl has) => Key == has.Key && Qualifiers.All(one => !has.Qualifiers.TryGetValue(one.Key, out var other) || other == one.Value);

    private static Dictionary<string, string> QualifiersOf(string query)
        => query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair is [_, { Length: > 0 }])
            .GroupBy(pair => pair[0].ToLowerInvariant()).ToDictionary(group => group.Key, group => Plain(group.Last()[1]).ToLowerInvariant(), StringComparer.Ordinal);

    private static string Same(string type, string part)
        => Plain(part).ToLowerInvariant() is var lower && type == "pypi" ? lower.Replace('_', '-') : lower;

    private static string Plain(string text) => Uri.UnescapeDataString(text);
}
