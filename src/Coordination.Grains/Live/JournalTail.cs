using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Live;

/// <summary>Someone who must hear what was written, in this process.</summary>
public interface ITailListener
{
    /// <summary>Streams have changed; of each the newest version. A thing may be told twice, never not at all. Must not wait for slow ones.</summary>
    Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken);
}

/// <summary>
/// Follows the journal once for the whole process: says at once what it sees. The feed's cursor knows what was still being written at the last look,
/// so that a late committer is neither skipped nor waited for.
/// </summary>
public sealed partial class JournalTail(IJournalFeed feed, IEnumerable<ITailListener> listeners, TimeProvider clock, ILogger<JournalTail> logger, Measures? measures = null)
    : BackgroundService
{
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromMilliseconds(100);
    private readonly ITailListener[] _listeners = [.. listeners];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedCursor _cursor = new("");

    /// <summary>Completes when the tail knows from where on it tells everything.</summary>
    public Task Started => _started.Task;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Whoever reads after this hears of everything that its reading did not show.
        _cursor = await feed.NowAsync(cancellationToken);
        _started.TrySetResult();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var commit = feed.WaitForCommitAsync(stoppingToken);
                await TellAsync(stoppingToken);
                await Task.WhenAny(commit, Task.Delay(LookAtLeastEvery, clock, stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(logger, failure);
                await Task.Delay(LookAtLeastEvery, clock, CancellationToken.None);
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var page = await feed.ReadAsync(_cursor, cancellationToken);
        if (page.Entries.Count > 0)
        {
            foreach (var listener in _listeners)
            {
                await listener.OnChangedAsync(page.Entries, cancellationToken);
            }

            measures?.Told(page.Entries);
        }

        _cursor = page.Next;
    }

    [LoggerMessage(1021, LogLevel.Error, "The journal could not be followed; tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
