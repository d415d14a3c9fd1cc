using System.Collections.Concurrent;

namespace Coordination.Host.Http;

/// <summary>
/// Which number a request that begins a thing was given. The number is part of the command, so a repeat must bring the same one, or it would look
/// like another request under the same key.
/// </summary>
internal abstract class GivenNumbers<TId> where TId : struct
{
    /// <summary>So many requests are remembered; older ones are found by their row, if anything came of them.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<TId, Lazy<Task<string>>> _given = new();

    public async Task<string> ForAsync(TId id, CancellationToken cancellationToken)
    {
        if (_given.Count > Most)
        {
            _given.Clear();
        }

        var number = _given.GetOrAdd(id, key => new(() => TakeAsync(key)));
        try
        {
            return await number.Value.WaitAsync(cancellationToken);
        }
        catch when (number.Value.IsFaulted)
        {
            _given.TryRemove(new(id, number));
            throw;
        }
    }

    /// <summary>The number that the thing has, if it has been begun.</summary>
    public abstract Task<string?> WrittenAsync(TId id, CancellationToken cancellationToken);

    /// <summary>A number that nothing has.</summary>
    protected abstract Task<string> NextAsync();

    private async Task<string> TakeAsync(TId id) => await WrittenAsync(id, CancellationToken.None) ?? await NextAsync();
}
