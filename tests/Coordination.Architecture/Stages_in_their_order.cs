using Mono.Cecil;

namespace Coordination.Architecture;

public sealed class Stages_in_their_order
{
    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_stage_uses_those_before_it_and_never_those_after(string project)
    {
        var against = Found(project).Where(one => !Allowed.ContainsKey(one.Type)).Select(one => $"{one.Type} uses {one.Used}");

        Assert.Equal([], against.Order(StringComparer.Ordinal));
    }

    private static readonly Dictionary<string, string> Allowed = new();

    private static IEnumerable<(string Type, string Used)> Found(string project)
        => from type in House.Assembly(project).MainModule.Types
           let stage = Stage.Of(type)
           where stage is not null
           from used in Uses.Of(type)
           where used.Namespace.StartsWith($"Coordination.{project}.", StringComparison.Ordinal) || (project == "Domain" && used.Namespace.StartsWith("Coordination.Contracts.", StringComparison.Ordinal) && !used.Name.EndsWith("Id", StringComparison.Ordinal))
           let other = Stage.Of(used)
           where other is not null && !Stage.MayUse(stage, other)
           select (type.FullName, used.FullName);
}
