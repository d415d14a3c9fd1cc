using System.CommandLine;
using Coordination.Storage.Verify;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl verify</c>: walks the journal and its checkpoints. Exit code 0 whole, 1 altered (the first place is named), 2 not verified.</summary>
internal static class VerifyVerb
{
    public static Command Make(Surroundings here) => DataOptions.Verb(
        "verify",
        "Says whether the journal is whole, or names the first stream and version that is not (exit code 1). May run beside the servers.",
        here,
        failed: 2,
        async (place, cancellationToken) =>
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
        });

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
