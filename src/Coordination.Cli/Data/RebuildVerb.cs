using System.CommandLine;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl rebuild</c>: makes all rows of lists and boards again from the journal.</summary>
internal static class RebuildVerb
{
    public static Command Make(Surroundings here) => DataOptions.Verb(
        "rebuild",
        "Makes all rows of lists and boards again from the journal. Stop all servers first.",
        here,
        failed: 1,
        async (place, cancellationToken) =>
        {
            var done = await place.RebuildAsync(cancellationToken);
            await here.Out.WriteLineAsync($"The rows were made again: {done.Rows} rows from {done.Events} events of {done.Streams} streams.");
            return 0;
        });
}
