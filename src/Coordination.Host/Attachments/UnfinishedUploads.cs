using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Host.Attachments;

/// <summary>Sweeps up contents that belong to nothing: their upload was cut off, or the process died in its middle. What turns out to belong to something is settled.</summary>
internal sealed partial class UnfinishedUploads(IContents contents, IRows rows, TimeProvider clock, ILogger<UnfinishedUploads> log) : BackgroundService
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Longer than any upload takes, with the command that follows it.</summary>
    private static readonly TimeSpan Age = 2 * Uploads.Longest;

    /// <summary>Returns how many were deleted.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        IReadOnlyList<UnsettledContent> found;
        do
        {
            found = await contents.ListUnsettledAsync(clock.GetUtcNow() - Age, AtOnce, cancellationToken);
            var kept = (await rows.FindManyAsync(AttachmentRows.Table, [.. found.Select(one => Uploads.AttachmentOf(one.Content))], cancellationToken))
                .Select(row => row.Value.Attachment.Facts.Content)
                .Concat((await rows.ListAsync(CatalogueKind.Table, new RowQuery(), cancellationToken)).Rows.Select(row => row.Value.Content).OfType<string>()).ToHashSet(StringComparer.Ordinal);
            foreach (var one in found)
            {
                deleted += kept.Contains(one.Content) ? 0 : 1;
                await (kept.Contains(one.Content) ? contents.SettleAsync(one.Content, cancellationToken) : contents.DeleteAsync(one.Content, cancellationToken));
            }
        }
        while (found.Count == AtOnce);
        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailed(log, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Unfinished uploads could not be swept up now.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
