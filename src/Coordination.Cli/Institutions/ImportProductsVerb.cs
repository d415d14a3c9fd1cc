using System.CommandLine;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts.Institutions;

namespace Coordination.Cli.Institutions;

/// <summary><c>coordctl import products</c>: brings the inventory of one institution from a CSV file. The server reads the lines and says what each does.</summary>
internal static class ImportProductsVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("FILE") { Description = "CSV with a header: any of vendor, name, version, cpe, purl." };
        var institution = new Option<string>("--institution") { Description = "Whose inventory it is, by abbreviation.", Required = true };
        var part = new Option<bool>("--part") { Description = "The file is a part only: what is not in it stays." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be added, removed, changed and refused, and change nothing." };
        var command = new Command("products", "Says what an institution has. As long as a line is refused, nothing is removed or replaced.") { file, institution, part, dryRun };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var abbreviation = parsed.GetValue(institution)!;
            var found = (await at.Client.InstitutionsAsync(cancellationToken)).Where(one => string.Equals(one.Abbreviation, abbreviation, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (found is not [var only])
            {
                throw new StopException(found.Length == 0 ? $"No institution has the abbreviation {abbreviation}." : $"{found.Length} institutions have the abbreviation {abbreviation}. Change it on the server first.");
            }

            var text = ReadText(await FileLines.ReadAsync(parsed.GetValue(file)!, cancellationToken));
            return await ReportAsync(here, await at.Client.ImportInventoryAsync(only.Id, text, parsed.GetValue(dryRun), parsed.GetValue(part), cancellationToken: cancellationToken));
        }, cancellationToken));
        return command;
    }

    private static string ReadText(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new StopException("The file is not valid UTF-8. Save it as UTF-8. Nothing was imported.");
        }
    }

    private static async Task<int> ReportAsync(Surroundings here, InventoryImportView view)
    {
        if (view.NotTaken.Count > 0)
        {
            await here.Error.WriteLineAsync($"Not imported, because an inventory has no such column: {string.Join(", ", view.NotTaken)}.");
        }

        foreach (var line in view.Refused)
        {
            await here.Error.WriteLineAsync($"refused line {line.Line}: {line.Detail}");
        }

        foreach (var line in view.Repeated)
        {
            await here.Error.WriteLineAsync($"repeated line {line.Line}: {line.Detail}");
        }

        foreach (var (word, product) in view.Diff.Added.Select(one => ("added", one)).Concat(view.Diff.Removed.Select(one => ("removed", one))).Concat(view.Diff.Changed.Select(one => ("changed", one.After))))
        {
            await here.Out.WriteLineAsync($"{word} {string.Join(' ', new[] { product.Vendor, product.Name, product.Version, product.Cpe, product.Purl }.OfType<string>())}");
        }

        await here.Out.WriteLineAsync(
            $"{(view.Applied ? "" : "Dry run, nothing was changed. Would be: ")}{view.Diff.Added.Count} added, {view.Diff.Removed.Count} removed, {view.Diff.Changed.Count} changed, {view.Diff.Unchanged} unchanged, {view.Diff.Kept.Count} kept, {view.Refused.Count} refused.");
        return view.Refused.Count > 0 ? 1 : 0;
    }
}
