using System.Text.RegularExpressions;
using k8s.Models;

namespace Coordination.Deploy.Tests;

/// <summary>Every call of coordctl, in manifests and in the README, is one that coordctl understands.</summary>
public sealed partial class What_coordctl_is_asked
{
    /// <summary>What coordctl is about to learn. Whoever teaches it takes the line out, because this test then asks for it.</summary>
    private static readonly string[] Awaited = ["migrate --engine", "migrate --keys"];

    private static IEnumerable<string[]> Calls
        =>
        [
            .. new[] { Compose.OnPostgres, Compose.OnSqlServer }.Select(file => file["services"]!["migrate"]!["command"].Names().ToArray()),
            [.. Manifests.Migration.Spec.Template.Spec.Containers.Single().Args],
            .. Readme.Commands.Where(command => command.StartsWith("coordctl ", StringComparison.Ordinal)).Select(command => command.Split(' ')[1..]),
        ];

    [Fact]
    public async Task Verbs_and_options_are_known()
    {
        Assert.True(Calls.Count() >= 5, $"only {Calls.Count()} calls were found");
        var wrong = new List<string>();
        foreach (var verb in Calls.Select(call => call[0]).Distinct())
        {
            var help = await CoordctlAsync(verb, "--help");
            if (help.Code != 0)
            {
                wrong.Add($"coordctl has no {verb}");
                continue;
            }

            var known = Option().Matches(help.Out).Select(match => match.Value).ToHashSet();
            var asked = Calls.Where(call => call[0] == verb).SelectMany(call => call.Where(part => part.StartsWith("--", StringComparison.Ordinal))).Distinct().Select(option => (Option: option, Name: $"{verb} {option}")).ToArray();
            wrong.AddRange(asked.Where(one => !known.Contains(one.Option) && !Awaited.Contains(one.Name)).Select(one => $"coordctl {one.Name} is not known"));
            wrong.AddRange(asked.Where(one => known.Contains(one.Option) && Awaited.Contains(one.Name)).Select(one => $"coordctl {one.Name} is known now and awaited no more"));
        }

        Sentences.None(wrong);
    }

    private static Task<Ran> CoordctlAsync(params string[] arguments) => Ran.ProgramAsync("dotnet", [RunningHost.Built("Coordination.Cli", "coordctl.dll"), .. arguments]);

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex Option();
}
