using System.CommandLine;
using Coordination.Storage.Journal;

namespace Coordination.Cli.Audit;

/// <summary><c>coordctl key export</c>: gives out the public key with which others check exports and checkpoints. Take it from the server's machine, not from whom the export came.</summary>
internal static class KeyExportVerb
{
    public static Command Make(Surroundings here)
    {
        var data = new Option<string>("--data") { Description = "The server's data folder.", DefaultValueFactory = _ => "data" };
        var keys = new Option<string?>("--keys") { Description = "The key folder. Without it: Coordination__KeyFolder, or keys in the data folder." };
        var command = new Command("export", "Prints the public key that checkpoints and exports are signed with, and on the error stream what it is called in exports.") { data, keys };
        command.SetAction(async (parsed, _) =>
        {
            var folder = parsed.GetValue(keys) ?? (here.Variable("Coordination__KeyFolder") is { Length: > 0 } set ? set : Path.Combine(parsed.GetValue(data)!, "keys"));
            try
            {
                // Where the folder may only be read, there may be no public half: it follows from the private one.
                using var key = File.Exists(Path.Combine(folder, CheckpointKey.PrivateFileName)) ? CheckpointKey.Open(folder) : null;
                using var half = key is null ? CheckpointPublicKey.Read(Path.Combine(folder, CheckpointKey.PublicFileName)) : null;
                await here.Out.WriteAsync(key?.PublicPem ?? half!.Pem);
                await here.Error.WriteLineAsync($"Key {key?.Id ?? half!.Id}.");
                return 0;
            }
            catch (Exception failure) when (failure is IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                await here.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
        return command;
    }
}
