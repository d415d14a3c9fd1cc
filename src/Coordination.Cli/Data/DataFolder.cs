using System.CommandLine;
using Coordination.Storage.Sqlite;

namespace Coordination.Cli.Data;

/// <summary>A server's data folder, laid out as the server does it, and the option that names it.</summary>
internal sealed record DataFolder(string Path)
{
    public string DataFile => System.IO.Path.Combine(Path, "coordination.db");

    public string Keys => System.IO.Path.Combine(Path, "keys");

    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    public SqliteOptions Options => new() { DataFile = DataFile, KeyFolder = Keys, CheckpointFolder = Checkpoints };

    public static Option<string> Option() => new("--data") { Description = "The server's data folder.", DefaultValueFactory = _ => "data" };

    /// <summary>Runs work on a folder that must hold a data file; what stands against it is said in one line.</summary>
    public static async Task<int> WorkAsync(string path, Surroundings here, int failed, Func<DataFolder, Task<int>> work)
    {
        var folder = new DataFolder(System.IO.Path.GetFullPath(path));
        if (!File.Exists(folder.DataFile))
        {
            await here.Error.WriteLineAsync($"{folder.DataFile} does not exist. Name the server's data folder with --data.");
            return failed;
        }

        try
        {
            return await work(folder);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await here.Error.WriteLineAsync(failure.Message);
            return failed;
        }
    }
}
