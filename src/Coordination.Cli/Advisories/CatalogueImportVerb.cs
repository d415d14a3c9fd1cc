using System.CommandLine;
using System.Globalization;
using Coordination.Cli.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Advisories;

/// <summary><c>coordctl kev import</c> and <c>coordctl epss import</c>: a catalogue from a file, or from an address that the server fetches by the rules of its own connections.</summary>
internal static class CatalogueImportVerb
{
    public static Command Kev(Surroundings here) => Make(here, "Imports a catalogue of exploited vulnerabilities: CISA (JSON or CSV) or EU (JSON), also as .gz.", scores: false);

    public static Command Epss(Surroundings here) => Make(here, "Imports the exploit prediction scores of a day (CSV, also as .gz).", scores: true);

    private static Command Make(Surroundings here, string what, bool scores)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("FILE|URL") { Description = "A file of this machine, or an https address that the server fetches." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say how many are new, changed and gone, and change nothing." };
        var origin = new Option<string?>("--origin") { Description = "Where a file came from, as it is shown; without it the file's name." };
        var command = new Command("import", what) { file, dryRun, origin };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var from = parsed.GetValue(file)!;
            var asked = scores ? Catalogue.Epss : (Catalogue?)null;
            return await ReportAsync(here, scores, from.Contains("://", StringComparison.Ordinal)
                ? await at.Client.FetchCatalogueAsync(new(from, parsed.GetValue(dryRun), asked), cancellationToken: cancellationToken)
                : await SendAsync(at.Client, from, parsed.GetValue(origin), asked, parsed.GetValue(dryRun), cancellationToken));
        }, cancellationToken));
        return command;
    }

    private static async Task<CatalogueImport> SendAsync(CoordinationClient client, string path, string? origin, Catalogue? asked, bool dryRun, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new StopException($"{path} is not there, or no file.");
        }

        await using var content = File.OpenRead(path);
        return await client.ImportCatalogueAsync(content, origin ?? Path.GetFileName(path), asked, dryRun, cancellationToken: cancellationToken);
    }

    private static async Task<int> ReportAsync(Surroundings here, bool scores, CatalogueImport done)
    {
        foreach (var line in done.Refused)
        {
            await here.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"refused line {line.Line}: {line.Detail}"));
        }

        if (done.RefusedCount > done.Refused.Count)
        {
            await here.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"and {done.RefusedCount - done.Refused.Count:N0} more."));
        }

        if (!scores && done.Catalogue == Catalogue.Epss)
        {
            await here.Error.WriteLineAsync("These are exploit prediction scores; coordctl epss import says so.");
        }

        await here.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(done.DryRun ? "Dry run, nothing was changed. Would be: " : "")}{Name(done.Catalogue)} of {done.Date:yyyy-MM-dd}, {done.Count:N0} vulnerabilities: {done.Added:N0} new, {done.Changed:N0} changed, {done.Gone:N0} gone, {done.RefusedCount:N0} refused."));
        return done.RefusedCount > 0 ? 1 : 0;
    }

    private static string Name(Catalogue catalogue) => catalogue switch
    {
        Catalogue.Cisa => "CISA KEV",
        Catalogue.Eu => "EU KEV",
        _ => "EPSS",
    };
}
