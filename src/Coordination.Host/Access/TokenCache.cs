using System.Collections.Concurrent;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Live;

namespace Coordination.Host.Access;

/// <summary>Tokens that were used lately, so that a delivery of alerts needs no reading to be let in. Follows the journal: a revoked token is forgotten at once.</summary>
internal sealed class TokenCache(IRows rows) : ITailListener
{
    /// <summary>More are not kept; forgetting costs one reading.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, TokenFacts> _known = new(StringComparer.Ordinal);
    private long _generation;

    public async ValueTask<TokenFacts?> FindAsync(TokenId id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id.Value, out var facts))
        {
            return facts;
        }

        var generation = Volatile.Read(ref _generation);
        facts = (await rows.FindAsync(TokenKind.Table, id.Value, cancellationToken))?.Value;
        // What changed while it was being read must not be kept as it was before.
        if (facts is not null && generation == Volatile.Read(ref _generation) && _known.Count < Most)
        {
            _known[id.Value] = facts;
        }

        return facts;
    }

    public Task OnChangedAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            if (entry.Stream.Kind == "token")
            {
                Interlocked.Increment(ref _generation);
                _known.TryRemove(entry.Stream.Key, out _);
            }
        }

        return Task.CompletedTask;
    }
}
