using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Grains.Live;
using Coordination.Host.Composition;

namespace Coordination.Host.Exchange;

/// <summary>
/// Follows the journal for subscribers, on every process. Where it has come to stands in the journal itself, and moves in the commit that arms what subscribers hear: whichever process dies, and when, nothing
/// is lost and nothing goes twice. The tail only wakes it.
/// </summary>
internal sealed partial class WebhookFollower(
    IGrainFactory grains, IJournalFeed feed, IRows rows, PublicHappenings happenings, [FromKeyedServices(Clocks.Surface)] TimeProvider wall, ILogger<WebhookFollower> logger) : BackgroundService, ITailListener
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>So much is read again after a start at most where nobody heard of anything.</summary>
    private const int MostUnwritten = 2_000;

    /// <summary>So many are armed in one commit.</summary>
    private const int MostTogether = 500;

    private static readonly HashSet<string> Kinds = ["incident", "advisory", "addressee", "sharing", "enquiry", FollowerKind.Webhooks.Kind];

    private readonly SemaphoreSlim _some = new(1, 1);
    private string? _written;
    private FeedCursor? _read;
    private int _unwritten;

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Any(entry => Kinds.Contains(entry.Stream.Kind)))
        {
            Wake();
        }

        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _some.WaitAsync(stoppingToken);
                while (await AdvanceAsync(stoppingToken))
                {
                }

                // What comes meanwhile is read together.
                await Task.Delay(Beat, wall, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Written or not? What is written is read again.
                _written = null;
                LogFailed(logger, failure);
                Wake();
                await Task.Delay(Rest, wall, CancellationToken.None);
            }
        }
    }

    private void Wake()
    {
        try
        {
            _some.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    /// <summary>Reads what is new once; true where it must look again at once.</summary>
    private async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        if (_written is null)
        {
            if ((await rows.FindAsync(FollowerKind.Table, FollowerKind.Webhooks.Key, cancellationToken))?.Value.Cursor is not { } cursor)
            {
                // Nobody has subscribed yet. Whoever does writes from where on it hears, and the tail tells.
                return false;
            }

            (_written, _read, _unwritten) = (cursor, new(cursor), 0);
        }

        var page = await feed.ReadAsync(_read!, cancellationToken);
        var heard = await happenings.OfAsync(page.Entries, cancellationToken);
        if (heard.Count == 0 && (_unwritten += page.Entries.Count) < MostUnwritten)
        {
            _read = page.Next;
            return false;
        }

        foreach (var chunk in heard.Chunk(MostTogether).DefaultIfEmpty([]).Index())
        {
            // Only the last moves on; whoever dies before it arms the same ones again, which is nothing new.
            var to = (chunk.Index + 1) * MostTogether >= heard.Count ? page.Next.Value : _written;
            var answer = await grains.Follower().ExecuteAsync(new AdvanceFollower(_written, to, chunk.Item), Actor.System);
            if (answer.Refusal is not null)
            {
                // Another process was first, and has armed it.
                _written = null;
                return true;
            }
        }

        (_written, _read, _unwritten) = (page.Next.Value, page.Next, 0);
        return false;
    }

    [LoggerMessage(1061, LogLevel.Error, "The journal could not be followed for subscribers; tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
