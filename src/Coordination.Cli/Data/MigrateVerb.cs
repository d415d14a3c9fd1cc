using System.CommandLine;
using Coordination.Domain;
using Coordination.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Cli.Data;

/// <summary><c>coordctl migrate</c>: brings a data file to the schema of this version. Running it twice changes nothing.</summary>
internal static class MigrateVerb
{
    public static Command Make(Surroundings here)
    {
        var data = DataFolder.Option();
        var command = new Command("migrate", "Brings the data file to the schema of this version. Stop the server first.") { data };
        command.SetAction((parsed, cancellationToken) => DataFolder.WorkAsync(parsed.GetValue(data)!, here, failed: 1, async folder =>
        {
            await using var store = await SqliteStore.OpenAsync(folder.Options, Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken);
            await here.Out.WriteLineAsync($"{folder.DataFile} has the schema of this version.");
            return 0;
        }));
        return command;
    }
}
