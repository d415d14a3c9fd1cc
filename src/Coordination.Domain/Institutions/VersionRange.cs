using System.Collections.Immutable;
using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Institutions;

/// <summary>A range of versions as <c>vers:</c> writes it. Its constraints are looked at in their order along the line of versions, in whatever order they were written.</summary>
public sealed class VersionRange
{
    private static readonly string[] Comparators = ["<=", ">=", "!=", "<", ">", "="];

    private readonly ImmutableArray<(string Comparator, string Version)> _constraints;
    private readonly VersionOrder _order;

    private VersionRange(VersionOrder order, IEnumerable<(string Comparator, string Version)> constraints)
        => (_order, _constraints) = (order, [.. constraints.OrderBy(one => one.Version, order)]);

    /// <summary>The range that a text begins with <c>vers:</c> for; null where it is none.</summary>
    public static VersionRange? Read(string text)
    {
        if (!ProductNames.IsVers(text))
        {
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var rest = text[(slash + 1)..];
        return new(VersionOrder.Of(text["vers:".Length..slash]), rest == "*" ? [] : rest.Split('|').Select(Constraint));
    }

    public bool Contains(string version)
    {
        var equal = _constraints.Where(one => _order.Compare(one.Version, version) == 0).Select(one => one.Comparator).ToArray();
        if (equal.Length > 0)
        {
            return equal.Contains("=") || (!equal.Contains("!=") && equal.Any(one => one is "<=" or ">="));
        }

        var bounds = _constraints.Where(one => one.Comparator is not ("=" or "!=")).ToArray();
        if (bounds.Length == 0)
        {
            return _constraints.All(one => one.Comparator == "!=");
        }

        // Above a lower bound, or below an upper one, with no other bound between.
        var below = Array.FindLastIndex(bounds, one => _order.Compare(one.Version, version) < 0);
        return (below >= 0 && bounds[below].Comparator[0] == '>') || (below + 1 < bounds.Length && bounds[below + 1].Comparator[0] == '<');
    }

    private static (string, string) Constraint(string text)
    {
        var comparator = Comparators.FirstOrDefault(one => text.StartsWith(one, StringComparison.Ordinal));
        return (comparator ?? "=", Uri.UnescapeDataString(text[(comparator?.Length ?? 0)..]));
    }
}
