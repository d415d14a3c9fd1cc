using System.Globalization;
using System.Text.RegularExpressions;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Rows;

/// <summary>An index of a row table as it was declared: <c>owner, closed</c>, or <c>weight where open = 1 and parked &gt; 0</c> for a partial one.</summary>
internal sealed partial record IndexDeclaration(IReadOnlyList<string> Columns, IReadOnlyList<(string Column, string Operator, long Number)> Conditions)
{
    public static IndexDeclaration Read(RowTable table, string declared)
    {
        var parts = declared.Split(" where ", 2, StringSplitOptions.TrimEntries);
        var columns = parts[0].Split(',', StringSplitOptions.TrimEntries);
        var conditions = parts.Length == 1 ? [] : parts[1].Split(" and ", StringSplitOptions.TrimEntries).Select(condition => Condition().Match(condition)).ToList();
        var unknown = columns.Concat(conditions.Select(condition => condition.Groups["column"].Value)).FirstOrDefault(name => table.Columns.All(column => column.Name != name));
        if (unknown is not null || conditions.Exists(condition => !condition.Success))
        {
            throw new ArgumentException($"The index '{declared}' of the row table '{table.Name}' is not understood. Name its columns, and behind 'where' compare number columns with numbers.");
        }

        return new(columns, [.. conditions.Select(condition => (condition.Groups["column"].Value, condition.Groups["operator"].Value, long.Parse(condition.Groups["number"].Value, CultureInfo.InvariantCulture)))]);
    }

    /// <summary>The condition of a partial index as it stands behind its columns; empty where it is not partial.</summary>
    public string Where => Conditions.Count == 0 ? "" : " where " + string.Join(" and ", Conditions.Select(condition => string.Create(CultureInfo.InvariantCulture, $"\"{condition.Column}\" {condition.Operator} {condition.Number}")));

    [GeneratedRegex(@"^(?<column>[a-z][a-z0-9_]*) (?<operator>=|<>|<|<=|>|>=) (?<number>-?[0-9]{1,18})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Condition();
}
