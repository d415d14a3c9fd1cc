using System.Globalization;
using Coordination.Storage.Journal;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Storage.Tests.SqlServer;

/// <summary>The first script, read: which columns and keys there are.</summary>
internal sealed class Script : TSqlFragmentVisitor
{
    private readonly List<(string Table, string[] Names, bool Clustered)> _keys = [];

    public static string Text { get; } = new StreamReader(typeof(MasterKey).Assembly.GetManifestResourceStream("Coordination.Storage.SqlServer.Scripts.0001_journal.sql")!).ReadToEnd();

    public List<ScriptColumn> Columns { get; } = [];

    public IReadOnlyList<(string Table, int Bytes, bool Clustered)> Keys
        => [.. _keys.Select(key => (key.Table, key.Names.Sum(name => Columns.Single(column => column.Table == key.Table && column.Name == name).Bytes), key.Clustered))];

    public static Script Read()
    {
        var script = new Script();
        ReadSql.Parse(Text).Accept(script);
        return script;
    }

    public override void Visit(CreateTableStatement node) => Add(node.SchemaObjectName, node.Definition, ofType: false);

    public override void Visit(CreateTypeTableStatement node) => Add(node.Name, node.Definition, ofType: true);

    public override void Visit(CreateIndexStatement node)
        => _keys.Add((node.OnName.BaseIdentifier.Value, [.. node.Columns.Select(Name)], node.Clustered == true));

    private void Add(SchemaObjectName name, TableDefinition definition, bool ofType)
    {
        var table = name.BaseIdentifier.Value;
        foreach (var column in definition.ColumnDefinitions)
        {
            Columns.Add(new(table, column.ColumnIdentifier.Value, ofType, (column.DataType as SqlDataTypeReference)?.SqlDataTypeOption.ToString().ToUpperInvariant() ?? "", SizeOf(column), column.Collation?.Value));
            if (column.Constraints.OfType<UniqueConstraintDefinition>().SingleOrDefault() is { } key)
            {
                _keys.Add((table, [column.ColumnIdentifier.Value], IsClustered(key)));
            }
        }

        _keys.AddRange(definition.TableConstraints.OfType<UniqueConstraintDefinition>().Select(key => (table, key.Columns.Select(Name).ToArray(), IsClustered(key))));
    }

    private static bool IsClustered(UniqueConstraintDefinition key) => key.IndexType?.IndexTypeKind != IndexTypeKind.NonClustered;

    private static string Name(ColumnWithSortOrder column) => column.Column.MultiPartIdentifier.Identifiers[^1].Value;

    /// <summary>0: it has none; -1: without limit.</summary>
    private static int SizeOf(ColumnDefinition column) => (column.DataType as SqlDataTypeReference)?.Parameters switch
    {
        [MaxLiteral] => -1,
        [Literal size] => int.Parse(size.Value, CultureInfo.InvariantCulture),
        _ => 0,
    };
}

internal sealed record ScriptColumn(string Table, string Name, bool OfType, string Type, int Size, string? Collation)
{
    /// <summary>In a key.</summary>
    public int Bytes => Type switch
    {
        "NVARCHAR" when Size > 0 => 2 * Size,
        "BINARY" or "VARBINARY" when Size > 0 => Size,
        "INT" => 4,
        _ when Size >= 0 => 8,
        _ => int.MaxValue,
    };
}
