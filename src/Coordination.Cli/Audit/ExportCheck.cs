using Coordination.Storage.Journal;
using Coordination.Storage.Verify;

namespace Coordination.Cli.Audit;

/// <summary>Checks an export on any machine, with nothing but the public key: <c>coordctl verify EXPORT --key PUBLIC.pem</c>.</summary>
internal static class ExportCheck
{
    private const int NotWhole = 1;
    private const int NotVerified = 2;

    /// <param name="kept">Folders of checkpoints that were kept elsewhere.</param>
    public static async Task<int> RunAsync(Surroundings here, string file, string publicKey, IReadOnlyList<string> kept, CancellationToken cancellationToken)
    {
        try
        {
            using var key = CheckpointPublicKey.Read(publicKey);
            var report = await ExportVerifier.VerifyAsync(file, key, kept, cancellationToken);
            if (report.Fault is { } fault)
            {
                await here.Error.WriteLineAsync($"Not whole: {fault}");
                return NotWhole;
            }

            await here.Out.WriteLineAsync($"Whole: {report.Events} events of {Of(report)}, {report.Links} groups, vouched for by {report.Checkpoints} checkpoints under key {key.Id}.");
            if (report.Erased > 0)
            {
                await here.Out.WriteLineAsync($"{report.Erased} of them have been erased: their place in the chain is proven, what they said is gone.");
            }

            await here.Out.WriteLineAsync(report.KeptCheckpoints > 0
                ? $"They agree with {report.KeptCheckpoints} checkpoints that were kept elsewhere."
                : "Whether the journal had been cut before it was exported, only a checkpoint that was kept elsewhere can tell: name its folder with --checkpoints.");
            return 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            await here.Error.WriteLineAsync(failure.Message);
            return NotVerified;
        }
    }

    private static string Of(ExportReport report)
        => report is { From: { } from, To: { } to } ? $"the journal from {from.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z to {to.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : report.Of;
}
