using System.CommandLine;
using Coordination.Domain;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl rebuild</c>: makes all rows of lists and boards again from the journal.</summary>
internal static class RebuildVerb
{
    public static Command Make(Surroundings here)
    {
        var data = DataFolder.Option();
        var command = new Command("rebuild", "Makes all rows of lists and boards again from the journal. Stop the server first.") { data };
        command.SetAction((parsed, cancellationToken) => DataFolder.WorkAsync(parsed.GetValue(data)!, here, failed: 1, async folder =>
        {
            var done = await SqliteRebuild.RunAsync(folder.Options, Kinds.Tables, Kinds.All, NullLoggerFactory.Instance, null, cancellationToken);
            await here.Out.WriteLineAsync($"The rows were made again: {done.Rows} rows from {done.Events} events of {done.Streams} streams.");
            return 0;
        }));
        return command;
    }
}
