using System.CommandLine;
using Coordination.Cli.Access;

namespace Coordination.Cli.Institutions;

/// <summary><c>coordctl import institutions</c>: brings the constituency from a CSV or JSON file. The same file twice changes nothing.</summary>
internal static class ImportInstitutionsVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("FILE") { Description = "CSV with a header (name, abbreviation, and any of kind, country, networks, domains, as-numbers, contacts), or JSON with the same fields." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be added, changed and refused, and change nothing." };
        var command = new Command("institutions", "Adds and changes institutions from a file. A row that is refused costs its neighbours nothing.") { file, dryRun };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var bytes = await FileLines.ReadAsync(parsed.GetValue(file)!, cancellationToken);
            var read = IsJson(bytes.Span) ? JsonInstitutions.Read(bytes) : CsvInstitutions.Read(bytes);
            if (read.NotTaken.Count > 0)
            {
                await here.Error.WriteLineAsync($"Not imported, because an institution has no such field: {string.Join(", ", read.NotTaken)}.");
            }

            return await ReportAsync(here, new InstitutionImport(at.Client, parsed.GetValue(dryRun)).RunAsync(read.Rows, cancellationToken), parsed.GetValue(dryRun));
        }, cancellationToken));
        return command;
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && bytes[start] is (byte)'{' or (byte)'[';
    }

    private static async Task<int> ReportAsync(Surroundings here, IAsyncEnumerable<RowReport> reports, bool dryRun)
    {
        var counts = new Dictionary<RowOutcome, int>();
        await foreach (var report in reports)
        {
            counts[report.Outcome] = counts.GetValueOrDefault(report.Outcome) + 1;
            var what = $"line {report.Row.Line}{(report.Row.Entry is { Abbreviation.Length: > 0 } entry ? $", {entry.Abbreviation}" : "")}";
            switch (report.Outcome)
            {
                case RowOutcome.Refused:
                    await here.Error.WriteLineAsync($"refused {what}: {report.Reason}");
                    break;
                case RowOutcome.Added or RowOutcome.Changed:
                    await here.Out.WriteLineAsync($"{(report.Outcome == RowOutcome.Added ? "added" : "changed")} {what}");
                    break;
            }
        }

        await here.Out.WriteLineAsync(
            $"{(dryRun ? "Dry run, nothing was changed. Would be: " : "")}{Of(RowOutcome.Added)} added, {Of(RowOutcome.Changed)} changed, {Of(RowOutcome.Unchanged)} unchanged, {Of(RowOutcome.Refused)} refused.");
        return Of(RowOutcome.Refused) > 0 ? 1 : 0;

        int Of(RowOutcome outcome) => counts.GetValueOrDefault(outcome);
    }
}
