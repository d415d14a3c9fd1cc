using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mono.Cecil;

namespace Coordination.Architecture;

public sealed partial class Names_and_sizes
{
    private const int MostLines = 250;

    /// <summary>Longer than is good. Each may shrink, none may grow, and no other may join them.</summary>
    private static readonly Dictionary<string, (int Lines, string Why)> Longer = new()
    {
        ["src/Coordination.Connectors/Mail/SmtpSession.cs"] = (313, "one conversation, a method for each verb of SMTP"),
        ["src/Coordination.Console/Board/BoardPage.razor"] = (288, "the board with its keys"),
        ["src/Coordination.Console/Live/LiveFeed.cs"] = (318, "one connection's life: join, buffer, read, replay, fall back"),
        ["src/Coordination.Console/Shell/MainLayout.razor"] = (275, "the frame with the keys of every page"),
        ["src/Coordination.Grains/Journal/Shell.cs"] = (293, "what every thing does, written once"),
    };

    [Fact]
    public void No_file_is_longer_than_can_be_read_at_once()
        => Sentences.None(
            from file in House.Files("src", ".cs", ".razor")
            let lines = File.ReadLines(Path.Combine(House.Root, file)).Count()
            let known = Longer.ContainsKey(file)
            let most = known ? Longer[file].Lines : MostLines
            where lines > most || (known && lines <= MostLines)
            select lines > most ? $"{file} has {lines} lines, at most {most} are agreed" : $"{file} has {lines} lines and needs no exception any more");

    [Fact]
    public void No_name_hides_a_missing_noun()
        => Sentences.None(House.Projects.SelectMany(House.Types)
            .Where(type => type.IsPublic || type.IsNestedPublic)
            .Where(type => HidesNoun().IsMatch(type.Name.Split('`')[0]))
            .Select(type => type.FullName));

    [Fact]
    public void What_others_build_on_says_what_it_is()
        => Sentences.None(
            from project in House.Projects
            let summaries = SummariesOf(project)
            from type in House.Types(project)
            where (type.IsPublic || type.IsNestedPublic) && MustSay(project, type)
            where !summaries.Contains(type.FullName.Replace('/', '.'))
            select $"{type.FullName} has no summary");

    [Fact]
    public void Grains_are_nobodys_business()
        => Sentences.None(House.Types("Grains").Where(type => !type.IsAbstract && IsGrain(type)).Where(type => type.IsPublic || !type.IsSealed).Select(type => $"{type.FullName} is not internal and sealed"));

    /// <summary>
    /// The folder's listing is the list of what one can do. A thing of up to six verbs keeps them in one file, which is named after the thing or its commands;
    /// one of more has a file for each, named like the verb.
    /// </summary>
    [Fact]
    public void A_thing_of_many_verbs_has_a_file_for_each()
    {
        var verbs = House.Files("src/Coordination.Domain", ".cs")
            .SelectMany(file => Verb().Matches(House.Read(file)).Select(match => (File: file, Verb: match.Groups[1].Value, Thing: match.Groups[2].Value)))
            .ToArray();

        Assert.True(verbs.Length >= 40, $"only {verbs.Length} verbs were found");
        Sentences.None(
            from verb in verbs
            let together = verbs.Where(other => other.Thing == verb.Thing).ToArray()
            where Path.GetFileNameWithoutExtension(verb.File) != verb.Verb && (together.Length > 6 || together.Select(other => other.File).Distinct().Count() > 1)
            select $"{verb.Verb} stands in {verb.File}");
    }

    private static bool MustSay(string project, TypeDefinition type)
        => project == "Contracts" || type.Name.EndsWith("Options", StringComparison.Ordinal) || (project is "Domain" or "Grains" && type.IsInterface);

    private static bool IsGrain(TypeDefinition type)
    {
        for (var each = type.BaseType; each is not null; each = each.Resolve()?.BaseType)
        {
            if (each.FullName == "Orleans.Grain")
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> SummariesOf(string project)
        => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{House.Assembly(project).Name.Name}.xml")).Descendants("member")
            .Where(member => member.Element("summary") is { } summary && summary.Value.Trim().Length > 0)
            .Select(member => (string)member.Attribute("name")!).Where(name => name.StartsWith("T:", StringComparison.Ordinal)).Select(name => name[2..])
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utilities|Common)$")]
    private static partial Regex HidesNoun();

    [GeneratedRegex(@"^public sealed record (\w+)[^;{]*? : (\w+)Command\b", RegexOptions.Multiline)]
    private static partial Regex Verb();
}
