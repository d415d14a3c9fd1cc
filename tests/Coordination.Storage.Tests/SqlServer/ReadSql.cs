using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Coordination.Storage.Tests.SqlServer;

/// <summary>A statement as SQL Server 2019 reads it.</summary>
internal sealed class ReadSql : TSqlFragmentVisitor
{
    private ReadSql()
    {
    }

    public HashSet<string> Used { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Declared { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<NamedTableReference> Tables { get; } = [];

    public List<string> Literals { get; } = [];

    public List<TSqlStatement> Statements { get; } = [];

    /// <summary>Tables that a statement changes; they are locked whatever their hints.</summary>
    public HashSet<NamedTableReference> Changed { get; } = [];

    public static ReadSql Of(string text)
    {
        var read = new ReadSql();
        Parse(text).Accept(read);
        return read;
    }

    public static TSqlFragment Parse(string text)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        Assert.True(errors.Count == 0, $"{string.Join('\n', errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"))}\n{text}");
        return parsed;
    }

    /// <summary>The hints of a table, for example <c>UpdLock, Rowlock</c>.</summary>
    public static IReadOnlySet<TableHintKind> HintsOf(NamedTableReference table) => table.TableHints.Select(hint => hint.HintKind).ToHashSet();

    public override void Visit(VariableReference node) => Used.Add(node.Name);

    public override void Visit(VariableTableReference node) => Used.Add(node.Variable.Name);

    public override void Visit(DeclareVariableElement node) => Declared.Add(node.VariableName.Value);

    public override void Visit(DeclareTableVariableBody node) => Declared.Add(node.VariableName.Value);

    // A procedure's own parameter, by its name, is none of the statement's.
    public override void ExplicitVisit(ExecuteParameter node) => node.ParameterValue.Accept(this);

    public override void Visit(NamedTableReference node) => Tables.Add(node);

    public override void Visit(InsertSpecification node) => Change(node.Target);

    public override void Visit(UpdateSpecification node) => Change(node.Target);

    public override void Visit(DeleteSpecification node) => Change(node.Target);

    public override void Visit(StringLiteral node) => Literals.Add(node.Value);

    public override void Visit(TSqlStatement node) => Statements.Add(node);

    private void Change(TableReference target)
    {
        if (target is NamedTableReference named)
        {
            Changed.Add(named);
        }
    }
}
