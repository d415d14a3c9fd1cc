using System.CommandLine;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl migrate</c>: brings the data to the schema of this version. Running it twice changes nothing, and two at once do it once.</summary>
internal static class MigrateVerb
{
    public static Command Make(Surroundings here) => DataOptions.Verb(
        "migrate",
        "Brings the data to the schema of this version. With a data folder, stop the server first; a database's servers may run. A new database gets its keys, which every server then needs.",
        here,
        failed: 1,
        async (place, cancellationToken) =>
        {
            await place.MigrateAsync(cancellationToken);
            await here.Out.WriteLineAsync($"{place.Name} has the schema of this version.");
            return 0;
        });
}
