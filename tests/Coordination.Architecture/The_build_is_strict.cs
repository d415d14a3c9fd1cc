using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Coordination.Architecture;

public sealed partial class The_build_is_strict
{
    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now;", "P:System.DateTime.UtcNow;", "P:System.DateTime.Today;", "P:System.DateTimeOffset.Now;", "P:System.DateTimeOffset.UtcNow;",
        "M:System.Threading.Thread.Sleep(System.Int32);", "M:System.Threading.Thread.Sleep(System.TimeSpan);",
        "M:System.Threading.Tasks.Task.Delay(System.Int32);", "M:System.Threading.Tasks.Task.Delay(System.TimeSpan);",
    ];

    [Fact]
    public void The_clock_and_sleeping_are_banned()
    {
        var lines = House.Read("BannedSymbols.txt").Split('\n');
        Sentences.None(Banned.Where(symbol => !lines.Any(line => line.StartsWith(symbol, StringComparison.Ordinal))).Select(symbol => $"{symbol} is not banned"));
    }

    [Fact]
    public void Every_project_is_built_with_the_ban_and_without_warnings()
    {
        var common = XDocument.Parse(House.Read("Directory.Build.props"));
        Assert.Equal("true", common.Descendants("TreatWarningsAsErrors").Single().Value);
        Assert.Equal("enable", common.Descendants("Nullable").Single().Value);
        Assert.Equal("latest-recommended", common.Descendants("AnalysisLevel").Single().Value);
        Assert.Contains(common.Descendants("PackageReference"), one => (string?)one.Attribute("Include") == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(common.Descendants("AdditionalFiles"), one => ((string?)one.Attribute("Include"))!.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Sentences.None(Builds("src").Where(file => !file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => $"{file} stands between the projects and what all share"));
        Sentences.None(
            from file in Builds("src")
            from loosened in XDocument.Parse(House.Read(file)).Descendants()
            where loosened.Name.LocalName is "TreatWarningsAsErrors" or "NoWarn" or "WarningsNotAsErrors" or "Nullable" or "AnalysisLevel" or "RunAnalyzers" or "EnableNETAnalyzers" || loosened.Attribute("Remove") is not null
            select $"{file} loosens {loosened.Name.LocalName}");
        Sentences.None(House.Files("src", ".cs", ".razor", ".editorconfig").Where(file => House.Read(file).Contains("RS00" + "30", StringComparison.Ordinal)).Select(file => $"{file} lifts the ban"));
    }

    [Fact]
    public void Every_package_has_one_version_in_one_place()
    {
        var central = XDocument.Parse(House.Read("Directory.Packages.props"));
        var values = central.Descendants("PropertyGroup").Elements().ToDictionary(one => $"$({one.Name.LocalName})", one => one.Value);
        Sentences.None(
            from package in central.Descendants("PackageVersion")
            let version = (string)package.Attribute("Version")!
            where !Exact().IsMatch(values.GetValueOrDefault(version, version))
            select $"{(string?)package.Attribute("Include")} floats: {version}");
        Sentences.None(
            from file in Builds("src").Concat(Builds("tests"))
            from package in XDocument.Parse(House.Read(file)).Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.Element("Version") is not null
            select $"{file} has its own version of {(string?)package.Attribute("Include")}");
    }

    [Fact]
    public void No_file_names_a_place_of_one_machine_or_a_registry()
    {
        // Put together here, so that this file does not name them either.
        string[] places = ["/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", "nuget" + ".org", "npmjs" + ".org", "pkgs.dev" + ".azure"];
        Sentences.None(
            from file in Everything()
            let text = House.Read(file)
            from place in places
            where text.Contains(place, StringComparison.OrdinalIgnoreCase)
            select $"{file} names {place}");
        Sentences.None(Everything().Where(file => Path.GetFileName(file).Equals("nuget" + ".config", StringComparison.OrdinalIgnoreCase)).Select(file => $"{file} says where packages come from"));
    }

    private static IEnumerable<string> Builds(string folder) => House.Files(folder, ".csproj", ".props", ".targets");

    private static IEnumerable<string> Everything()
        => Directory.EnumerateFiles(House.Root).Select(file => Path.GetFileName(file)!).Where(file => file != ".git")
            .Concat(House.Files("src", Texts)).Concat(House.Files("tests", Texts)).Concat(House.Files("deploy", Texts)).Concat(House.Files(".ci", ""));

    private static readonly string[] Texts = [".cs", ".razor", ".csproj", ".props", ".targets", ".config", ".json", ".ndjson", ".md", ".txt", ".sh", ".sql", ".css", ".js", ".html", ".yml", ".yaml", ".conf", ".service", ""];

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Exact();
}
