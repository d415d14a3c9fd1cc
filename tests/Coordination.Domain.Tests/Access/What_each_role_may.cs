using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Shared;

namespace Coordination.Domain.Tests.Access;

public sealed class What_each_role_may
{
    private static readonly string Readme = Repository.PathOf("src", "Coordination.Host", "Access", "README.md");

    [Fact]
    public void Is_the_table_of_the_documentation()
    {
        var roles = Enum.GetValues<Role>();
        var lines = new[] { $"| right | {string.Join(" | ", roles)} |", $"| --- |{string.Concat(roles.Select(_ => " :-: |"))}" }
            .Concat(Enum.GetValues<Right>().Select(right => $"| {right} | {string.Join(" | ", roles.Select(role => Rights.Has(new(null, role), right) ? "x" : Rights.Has(new(null, role, Cases: true), right) ? "(x)" : ""))} |"));

        Assert.Contains(string.Join('\n', lines), File.ReadAllText(Readme).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_auditor_changes_nothing_and_an_administrator_sees_no_case()
    {
        Assert.Equal([Right.ReadIncidents, Right.ReadCases, Right.ReadAudit, Right.ReadRegisters, Right.ReadAdvisories, Right.ReadInventories], Rights.Of(new(Samples.Ada, Role.Auditor)));
        Assert.Empty(Rights.Of(new(Samples.Ada, Role.Administrator)).Intersect([Right.ReadIncidents, Right.ReadCases, Right.AddToCases, Right.WorkOnCases, Right.LeadCases]));
    }

    [Fact]
    public void Nobody_without_a_role_may_anything()
    {
        Assert.Empty(Rights.Of(new(Samples.Ada, null, true, Samples.Harbour)));
        Assert.Empty(Rights.Of(new(Samples.Ada, (Role)99, true, Samples.Harbour)));
    }
}
