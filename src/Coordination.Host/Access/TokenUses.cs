using System.Threading.Channels;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Access;

/// <summary>
/// Writes down now and then that a token is in use, beside the request and never in its way: where writing fails or too much waits, the next use says it again.
/// </summary>
internal sealed partial class TokenUses(Commands commands, TokenCache tokens, TimeProvider clock, ILogger<TokenUses> log) : BackgroundService
{
    private const int MostWaiting = 1_000;

    private readonly Channel<(TokenId Id, string From)> _waiting = Channel.CreateBounded<(TokenId, string)>(MostWaiting);

    /// <summary>What waits already: a token that is used a thousand times a second is written once.</summary>
    private readonly System.Collections.Concurrent.ConcurrentDictionary<TokenId, byte> _asked = new();

    /// <summary>A token has let a machine in.</summary>
    public void Seen(TokenId id, TokenFacts facts, string from)
    {
        if (RecordTokenUse.IsNews(facts.LastUse, from, clock.GetUtcNow()) && _asked.TryAdd(id, 0) && !_waiting.Writer.TryWrite((id, from)))
        {
            _asked.TryRemove(id, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (id, from) in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                try
                {
                    await WriteAsync(id, from, stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    LogUnwritten(log, id.Value, failure);
                }
                finally
                {
                    _asked.TryRemove(id, out _);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Going down.
        }
    }

    private async Task WriteAsync(TokenId id, string from, CancellationToken cancellationToken)
    {
        var actor = Actor.Token(id);
        var operation = new Operation { Id = Guid.NewGuid().ToString("N"), Actor = actor.Value, Command = Domain.DomainJson.Write<TokenCommand>(new RecordTokenUse(from)) };
        await commands.AskAsync(commands.Grains.Token(id).Stream, operation, cancellationToken);
        // The journal says so too, somewhat later; until then each request would ask again.
        tokens.Forget(id.Value);
    }

    [LoggerMessage(1, LogLevel.Warning, "That token {Token} is in use could not be written down")]
    private static partial void LogUnwritten(ILogger logger, string token, Exception failure);
}
