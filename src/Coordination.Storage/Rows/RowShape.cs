using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Rows;

/// <summary>What every engine makes of a declaration: names that are safe to write into statements, indexes, and the columns that must fit into them.</summary>
internal sealed partial class RowShape
{
    // Made once for each declaration; declarations live as long as the process.
    private static readonly ConditionalWeakTable<RowTable, RowShape> Known = [];

    private readonly HashSet<string> _indexed;

    private RowShape(RowTable table)
    {
        CheckName(table.Name);
        foreach (var column in table.Columns)
        {
            CheckName(column.Name);
        }

        Indexes = [.. table.Indexes.Select(index => IndexDeclaration.Read(table, index))];
        _indexed = [.. Indexes.SelectMany(index => index.Columns)];
    }

    public static RowShape Of(RowTable table) => Known.GetValue(table, static declared => new(declared));

    public IReadOnlyList<IndexDeclaration> Indexes { get; }

    public bool IsIndexed(string column) => _indexed.Contains(column);

    private static void CheckName(string name)
    {
        if (!Name().IsMatch(name) || name is "id" or "stream" or "version" or "body" or "row_id" or "search")
        {
            throw new ArgumentException($"'{name}' cannot name a row table or a column: up to 40 lower-case letters, digits and _ only, and none of the columns that tables have anyway.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
