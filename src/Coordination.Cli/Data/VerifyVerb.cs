using System.CommandLine;
using Coordination.Cli.Audit;
using Coordination.Storage.Verify;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl verify</c>: walks the journal and its checkpoints, or an export of it. Exit code 0 whole, 1 altered (the first place is named), 2 not verified.</summary>
internal static class VerifyVerb
{
    public static Command Make(Surroundings here)
    {
        var options = new DataOptions();
        var export = new Argument<string?>("EXPORT") { Description = "An export to check instead of the data: made by coordctl audit export. Needs no data, only --key.", Arity = ArgumentArity.ZeroOrOne };
        var key = new Option<string?>("--key") { Description = "With EXPORT: the public key, as coordctl key export gave it." };
        var command = options.Command("verify", "Says whether the journal, or an export of it, is whole, or names the first place that is not (exit code 1). May run beside the servers.");
        command.Arguments.Add(export);
        command.Options.Add(key);
        command.Validators.Add(result =>
        {
            if (result.GetResult(export)?.Tokens.Count > 0 != result.GetResult(key) is not null)
            {
                result.AddError("An export is checked with --key and the file of the public key; --key goes with an export.");
            }
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(export) is { } file
            ? ExportCheck.RunAsync(here, file, parsed.GetValue(key)!, options.NamedCheckpoints(parsed), cancellationToken)
            : options.WorkAsync(parsed, here, failed: 2, (place, stop) => VerifyAsync(here, place, stop), cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(Surroundings here, DataPlace place, CancellationToken cancellationToken)
    {
        var report = await JournalVerifier.VerifyAsync(place.Source, place.Keys, place.Checkpoints, null, cancellationToken);
        if (report.Fault is { } fault)
        {
            await here.Error.WriteLineAsync($"Not whole: {fault}");
            return 1;
        }

        await here.Out.WriteLineAsync($"Whole: {report.Events} events in {report.Streams} streams, {report.Links} groups, {report.Checkpoints} checkpoints, {report.Originals} originals.");
        foreach (var note in Notes(report))
        {
            await here.Out.WriteLineAsync(note);
        }

        return 0;
    }

    private static IEnumerable<string> Notes(VerifyReport report)
    {
        if (report.LastCheckpoint is { } last)
        {
            yield return $"The last checkpoint was signed {last.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z; whether the end was cut off after it cannot be told.";
        }

        foreach (var note in report.Notes)
        {
            yield return note;
        }
    }
}
