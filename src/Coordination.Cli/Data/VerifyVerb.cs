using System.CommandLine;
using Coordination.Storage.Verify;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl verify</c>: walks the journal and its checkpoints. Exit code 0 whole, 1 altered (the first place is named), 2 not verified.</summary>
internal static class VerifyVerb
{
    public static Command Make(Surroundings here)
    {
        var data = DataFolder.Option();
        var keys = new Option<string?>("--keys") { Description = "A copy of the key folder kept elsewhere; the public key is enough." };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "A copy of the checkpoints kept elsewhere." };
        var command = new Command("verify", "Says whether the journal is whole, or names the first stream and version that is not (exit code 1). May run beside the server.") { data, keys, checkpoints };
        command.SetAction((parsed, cancellationToken) => DataFolder.WorkAsync(parsed.GetValue(data)!, here, failed: 2, async folder =>
        {
            var report = await JournalVerifier.VerifyAsync(
                folder.DataFile, parsed.GetValue(keys) ?? folder.Keys, parsed.GetValue(checkpoints) ?? folder.Checkpoints, null, cancellationToken);
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
        }));
        return command;
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
