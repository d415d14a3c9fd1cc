using System.CommandLine;
using System.Globalization;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Partners;

/// <summary><c>coordctl stix import</c>: brings files of a partner to the server. One that is refused costs the others nothing.</summary>
internal static class StixImportVerb
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int MostShown = 50;

    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var files = new Argument<string[]>("FILE") { Description = "Bundles of STIX 2.1 or envelopes of TAXII 2.1.", Arity = ArgumentArity.OneOrMore };
        var partner = new Option<string>("--partner") { Description = "The id of the partner whose they are.", Required = true };
        var command = new Command("import", "Brings what a partner sent. Exit code 1 when anything of it was not taken.") { files, partner };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, at => ImportAsync(here, at.Client, parsed.GetValue(files)!, parsed.GetValue(partner)!, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> ImportAsync(Surroundings here, CoordinationClient client, string[] files, string partner, CancellationToken cancellationToken)
    {
        if (!PartnerId.TryParse(partner, null, out var id))
        {
            throw new StopException($"{Plain(partner)} is no id of a partner. coordctl lists them, and so does the console.");
        }

        var wrong = 0;
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                throw new StopException($"{file} is not there, or no file.");
            }

            try
            {
                wrong += await ReportAsync(here, Path.GetFileName(file), await client.BringStixAsync(id, Utf8.GetString(await File.ReadAllBytesAsync(file, cancellationToken)).TrimStart('\uFEFF'), cancellationToken: cancellationToken));
            }
            catch (DecoderFallbackException bad)
            {
                // What it says must arrive as it was written, or not at all.
                wrong++;
                await here.Error.WriteLineAsync(Plain(string.Create(CultureInfo.InvariantCulture, $"{file}: The document is not UTF-8, at byte {bad.Index}. Save it as UTF-8 and try again.")));
            }
            catch (ProblemException refused) when ((int)refused.Status is >= 400 and < 500 and not (401 or 403 or 429))
            {
                wrong++;
                await here.Error.WriteLineAsync(Plain($"{file}: {refused.Message} ({refused.Code})"));
            }
        }

        return wrong > 0 ? 1 : 0;
    }

    private static async Task<int> ReportAsync(Surroundings here, string file, StixSubmission taken)
    {
        foreach (var one in taken.Details.Where(one => one.Failed).Take(MostShown))
        {
            await here.Error.WriteLineAsync(Plain($"{file}: {(one.Id.Length > 0 ? one.Id : "an object without an id")}: {one.Message}"));
        }

        if (taken.Failures > MostShown)
        {
            await here.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"and {taken.Failures - MostShown:N0} more."));
        }

        await here.Out.WriteLineAsync(Plain(string.Create(
            CultureInfo.InvariantCulture, $"{file}: {taken.Total:N0} objects, {taken.Successes:N0} taken ({taken.Fresh:N0} of them new), {taken.Failures:N0} in quarantine; submission {taken.Id}.")));
        return taken.Failures;
    }

    /// <summary>What a document says stands in it nowhere unescaped: a terminal must not obey it.</summary>
    internal static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}
