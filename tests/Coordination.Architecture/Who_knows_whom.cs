namespace Coordination.Architecture;

public sealed class Who_knows_whom
{
    /// <summary>The whole of it. Console stands behind Host only so that the server can serve it.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Contracts"] = [],
        ["Domain"] = ["Contracts"],
        ["Grains"] = ["Domain"],
        ["Storage"] = ["Domain"],
        ["Connectors"] = ["Domain"],
        ["Host"] = ["Grains", "Storage", "Connectors", "Console"],
        ["Console"] = ["Contracts"],
        ["Cli"] = ["Contracts", "Connectors", "Storage"],
    };

    public static TheoryData<string> Projects => [.. House.Projects];

    [Fact]
    public void Every_project_has_its_rule()
        => Assert.Equal(
            House.Projects.Select(project => $"Coordination.{project}").Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(House.Root, "src")).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_those_it_may_know_and_to_no_other(string project)
    {
        var named = House.ProjectFile(project).Descendants("ProjectReference")
            .Select(one => House.ProjectOf(Path.GetFileNameWithoutExtension(((string)one.Attribute("Include")!).Replace('\\', '/')))!);

        Assert.Equal(MayKnow[project].Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    /// <summary>A reference brings those behind it along: what was compiled must not reach further than they do.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void What_was_compiled_reaches_no_further(string project)
    {
        var reached = House.Assembly(project).MainModule.AssemblyReferences.Select(one => House.ProjectOf(one.Name)).OfType<string>();

        Assert.Empty(reached.Except(Behind(project)));
    }

    /// <summary>Storage brings Domain along, for the tools that work on the data itself; nothing else may reach Domain past its ports' users.</summary>
    [Fact]
    public void The_console_is_compiled_against_the_contracts_alone()
        => Assert.Equal(["Contracts"], House.Assembly("Console").MainModule.AssemblyReferences.Select(one => House.ProjectOf(one.Name)).OfType<string>());

    private static IEnumerable<string> Behind(string project) => MayKnow[project].SelectMany(next => Behind(next).Prepend(next)).Distinct();
}
