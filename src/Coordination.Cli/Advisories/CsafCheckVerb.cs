using System.CommandLine;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Advisories;

namespace Coordination.Cli.Advisories;

/// <summary><c>coordctl csaf check</c>: says of a document what is wrong with it and where, without a server.</summary>
internal static class CsafCheckVerb
{
    public static Command Make(Surroundings here)
    {
        var file = new Argument<string>("FILE") { Description = "A CSAF 2.0 document." };
        var command = new Command("check", "Looks through a document by the schema and the mandatory tests of CSAF 2.0. Exit code 1 when something must be mended.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var findings = CsafDocument.Check(await File.ReadAllBytesAsync(parsed.GetValue(file)!, cancellationToken));
                foreach (var finding in findings)
                {
                    await here.Out.WriteLineAsync(Line(finding));
                }

                var errors = findings.Count(finding => finding.Level == FindingLevel.Error);
                await here.Out.WriteLineAsync($"{errors} to be mended, {findings.Count - errors} to be looked at.");
                return errors > 0 ? 1 : 0;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                await here.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
        return command;
    }

    /// <summary>Level, test, place and text. What a document says stands in it nowhere unescaped: a terminal must not obey it.</summary>
    public static string Line(Finding finding)
        => $"{(finding.Level == FindingLevel.Error ? "error" : "warning")} {finding.Code} {Plain(finding.Path.Length == 0 ? "/" : finding.Path)}: {Plain(finding.Text)}";

    public static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}
