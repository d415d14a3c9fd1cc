using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Coordination.Shared;

namespace Coordination.Deploy.Tests;

/// <summary>No container engine is at hand where tests run, so nothing is built: what the file says is compared with the repository.</summary>
public sealed partial class The_container_file
{
    private static readonly (string Verb, string Said)[] Lines =
        [.. from line in Continued().Replace(Deployment.Read("Containerfile"), " ").Split('\n')
            where line.Length > 0 && line[0] != '#'
            let space = line.IndexOf(' ', StringComparison.Ordinal)
            select (line[..space], line[(space + 1)..].Trim())];

    private static readonly (string Verb, string Said)[] Last = Lines[Array.FindLastIndex(Lines, line => line.Verb == "FROM")..];

    [ToolFact("npm", "node")]
    public async Task A_linter_finds_nothing()
        => Assert.Equal("", (await Linters.RunAsync("dockerfile-utils", "lint", "Containerfile")).Well().Said.Trim());

    [Fact]
    public void Builder_and_runtime_are_of_the_version_that_the_code_is_written_for()
    {
        var framework = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("TargetFramework").Single().Value["net".Length..];
        var sdk = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("global.json"))).RootElement.GetProperty("sdk").GetProperty("version").GetString()!;

        Assert.Equal([$"mcr.microsoft.com/dotnet/sdk:{framework} AS build", $"mcr.microsoft.com/dotnet/aspnet:{framework}"], Lines.Where(line => line.Verb == "FROM").Select(line => line.Said));
        Assert.StartsWith(framework, sdk, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_the_product_s_everywhere()
    {
        var version = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;
        foreach (var file in new[] { "Containerfile", "compose.yaml", "kubernetes/statefulset.yaml", "kubernetes/migrate-job.yaml", "kubernetes/kustomization.yaml" })
        {
            var found = Versions().Matches(Deployment.Read(file)).Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(found);
            Assert.All(found, one => Assert.Equal(version, one));
        }
    }

    [Fact]
    public void What_is_copied_and_built_exists_and_reaches_the_builder()
    {
        var ignored = File.ReadAllLines(Repository.PathOf(".containerignore")).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        var let = ignored.Where(line => line[0] == '!').Select(line => line[1..]).ToArray();
        var sources = Lines.Where(line => line.Verb == "COPY" && !line.Said.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Said.Split(' ').Where(part => !part.StartsWith("--", StringComparison.Ordinal)).SkipLast(1)).Select(part => part.TrimEnd('/')).ToArray();

        Assert.Equal("*", ignored[0]);
        Assert.Equal(File.ReadAllText(Repository.PathOf(".containerignore")), File.ReadAllText(Repository.PathOf(".dockerignore")));
        Sentences.None(sources.Where(path => !Path.Exists(Repository.PathOf(path))).Select(path => $"{path} does not exist"));
        Sentences.None(sources.Where(path => !let.Any(one => path == one || path.StartsWith(one + "/", StringComparison.Ordinal))).Select(path => $"{path} is ignored"));
        Sentences.None(let.Where(one => !sources.Any(path => path == one || path.StartsWith(one + "/", StringComparison.Ordinal))).Select(one => $"{one} reaches the builder for nothing"));

        // What the projects take from above themselves has to be there too.
        var needed = new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt" };
        Assert.Equal(needed.Order(StringComparer.Ordinal), sources.Where(path => !path.Contains('/', StringComparison.Ordinal) && path != "src").Order(StringComparer.Ordinal));
        var built = Published().Matches(string.Join('\n', Lines.Where(line => line.Verb == "RUN").Select(line => line.Said))).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["src/Coordination.Host", "src/Coordination.Cli"], built);
        Assert.All(built, project => Assert.True(Directory.Exists(Repository.PathOf(project))));
    }

    [Fact]
    public void It_starts_the_server_as_a_user_without_rights()
    {
        var user = Last.Single(line => line.Verb == "USER").Said;
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", user);
        // Nothing is installed and nothing written after the rights are given up, and nothing is fetched from elsewhere.
        Assert.DoesNotContain(Last.SkipWhile(line => line.Verb != "USER"), line => line.Verb is "RUN" or "COPY");
        Assert.DoesNotContain(Lines, line => line.Verb == "ADD");
        Assert.Equal(["dotnet", "Coordination.Host.dll"], Words("ENTRYPOINT"));
        Assert.Equal(["--urls", "http://0.0.0.0:8080"], Words("CMD"));
        Assert.Equal("/opt/coordination", Last.Single(line => line.Verb == "WORKDIR").Said);
        Assert.Contains(Last, line => line is { Verb: "COPY", Said: "--from=build /published/host /opt/coordination" });
        Assert.Equal("8080 11111", Last.Single(line => line.Verb == "EXPOSE").Said);
        Assert.EndsWith("CMD [\"healthy\", \"8080\"]", Last.Single(line => line.Verb == "HEALTHCHECK").Said, StringComparison.Ordinal);
        Assert.Contains($"-o {user.Split(':')[0]} ", Last.Single(line => line.Verb == "RUN").Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_variables_are_read()
        => Sentences.None(from line in Last
                          where line.Verb == "ENV"
                          from Match variable in Variable().Matches(line.Said)
                          let problem = Settings.Problem(variable.Groups[1].Value, variable.Groups[2].Value.Trim('"'))
                          where problem is not null
                          select problem);

    /// <summary>The link that makes coordctl a command points at what publishing makes.</summary>
    [Fact]
    public void Coordctl_is_a_command()
    {
        var name = XDocument.Load(Repository.PathOf("src", "Coordination.Cli", "Coordination.Cli.csproj")).Descendants("AssemblyName").Single().Value;

        Assert.Contains($"ln -s /opt/coordctl/{name} /usr/local/bin/{name}", Last.Single(line => line.Verb == "RUN").Said, StringComparison.Ordinal);
        Assert.Contains(Last, line => line is { Verb: "COPY", Said: "--from=build /published/coordctl /opt/coordctl" });
    }

    private static string[] Words(string verb) => JsonSerializer.Deserialize<string[]>(Last.Single(line => line.Verb == verb).Said)!;

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex Published();

    [GeneratedRegex("""(\w+)=("[^"]*"|\S+)""")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:coordination:|image\.version=""|COORDINATION_VERSION:-|newTag: )(\d+\.\d+\.\d+)")]
    private static partial Regex Versions();
}
