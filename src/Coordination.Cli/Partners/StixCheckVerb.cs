using System.CommandLine;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Cli.Partners;

/// <summary><c>coordctl stix check</c>: says of a bundle what would be taken of it, what would be quarantined and why, without a server.</summary>
internal static class StixCheckVerb
{
    public static Command Make(Surroundings here)
    {
        var file = new Argument<string>("FILE") { Description = "A bundle of STIX 2.1." };
        var command = new Command("check", "Reads a bundle as the server does, alone. Exit code 1 when anything of it would not be taken.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var reading = StixReader.Read(await File.ReadAllBytesAsync(parsed.GetValue(file)!, cancellationToken));
                foreach (var finding in Findings(reading))
                {
                    await here.Out.WriteLineAsync(Line(finding));
                }

                await here.Out.WriteLineAsync(reading.Refused is not null ? "Refused." : Sum(reading));
                return reading.Refused is not null || reading.Quarantined.Count > 0 ? 1 : 0;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                await here.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
        return command;
    }

    private static IEnumerable<Finding> Findings(StixReading reading)
        => (reading.Refused is { } refused ? [refused] : Array.Empty<Finding>()).Concat(reading.Quarantined.Select(one => one.Why)).Concat(reading.Accepted.SelectMany(one => one.Warnings));

    private static string Sum(StixReading reading)
        => $"{reading.Accepted.Count} taken, {reading.Superseded.Count} superseded, {reading.Quarantined.Count} quarantined; the strictest label is {(reading.Accepted.Count == 0 ? Tlp.Amber : reading.Accepted.Max(one => one.Label.Tlp)).Label()}.";

    /// <summary>What a document says stands in it nowhere unescaped: a terminal must not obey it.</summary>
    private static string Line(Finding finding)
        => string.Concat($"{(finding.Level == FindingLevel.Error ? "error" : "warning")} {finding.Code} {(finding.Path.Length == 0 ? "/" : finding.Path)}: {finding.Text}".Select(letter => char.IsControl(letter) ? '?' : letter));
}
