using System.CommandLine;
using Coordination.Storage.Verify;

namespace Coordination.Cli;

/// <summary><c>coordctl verify</c>: walks the journal and its checkpoints. Exit code 0 whole, 1 altered (the first place is named), 2 not verified.</summary>
internal static class VerifyVerb
{
    public static Command Make()
    {
        var data = DataFolder.Option();
        var keys = new Option<string?>("--keys") { Description = "A copy of the key folder kept elsewhere; the public key is enough." };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "A copy of the checkpoints kept elsewhere." };
        var command = new Command("verify", "Says whether the journal is whole, or names the first stream and version that is not.") { data, keys, checkpoints };
        command.SetAction((parsed, cancellationToken) => DataFolder.WorkAsync(parsed.GetValue(data)!, async folder =>
        {
            var report = await JournalVerifier.VerifyAsync(
                folder.DataFile, parsed.GetValue(keys) ?? folder.Keys, parsed.GetValue(checkpoints) ?? folder.Checkpoints, null, cancellationToken);
            if (report.Fault is { } fault)
            {
                await Console.Error.WriteLineAsync($"Not whole: {fault}");
                return 1;
            }

            Console.WriteLine($"Whole: {report.Events} events in {report.Streams} streams, {report.Links} groups, {report.Checkpoints} checkpoints, {report.Originals} originals.");
            return 0;
        }));
        return command;
    }
}
