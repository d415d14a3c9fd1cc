using System.CommandLine;
using Coordination.Domain;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Cli;

/// <summary><c>coordctl rebuild</c>: makes all rows of lists and boards again from the journal.</summary>
internal static class RebuildVerb
{
    public static Command Make()
    {
        var data = DataFolder.Option();
        var command = new Command("rebuild", "Makes all rows of lists and boards again from the journal.") { data };
        command.SetAction((parsed, cancellationToken) => DataFolder.WorkAsync(parsed.GetValue(data)!, async folder =>
        {
            var done = await RowRebuild.RunAsync(folder.Options, Kinds.Tables, Kinds.All, NullLoggerFactory.Instance, null, cancellationToken);
            Console.WriteLine($"The rows were made again: {done}");
            return 0;
        }));
        return command;
    }
}
