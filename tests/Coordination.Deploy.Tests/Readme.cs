using System.Text.RegularExpressions;

namespace Coordination.Deploy.Tests;

/// <summary>The parts of <c>deploy/README.md</c> that are commands and tables, to be run and compared.</summary>
internal static partial class Readme
{
    public static string Text { get; } = Deployment.Read("README.md");

    /// <summary>The names of its blocks that have one.</summary>
    public static IEnumerable<string> Names => Fenced().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>A block by its name, as it stands there.</summary>
    public static string Block(string name) => Fenced().Matches(Text).Single(match => match.Groups[1].Value == name).Groups[2].Value;

    /// <summary>What is written as a command: indented lines, fenced blocks and words in backquotes.</summary>
    public static IEnumerable<string> Commands
        => Text.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim())
            .Concat(Fenced().Matches(Text).SelectMany(match => match.Groups[2].Value.Split('\n')))
            .Concat(Quoted().Matches(Text).Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"```\w+ name=(\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quoted();
}
