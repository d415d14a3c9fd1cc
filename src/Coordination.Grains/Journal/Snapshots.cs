using Coordination.Domain.Journal;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Coordination.Grains.Journal;

/// <summary>A state as it was at a version. A cache: losing it costs a replay, nothing else.</summary>
/// <param name="Schema">The shape of the state.</param>
public sealed record Snapshot<TState>(int Schema, long Version, TState State);

/// <summary>Keeps snapshots of one thing.</summary>
internal interface ISnapshots<TState>
{
    Task<Snapshot<TState>?> LoadAsync();

    Task SaveAsync(Snapshot<TState> snapshot);

    /// <summary>Deletes it.</summary>
    Task ClearAsync();
}

/// <summary>
/// Snapshots in Orleans' grain storage. The state name carries the grain's type and key as they are written: the row key of ADO.NET storage has no type,
/// and takes a key that looks like a number for that number, so that <c>a</c>, <c>A</c> and <c>0a</c> would share one row.
/// </summary>
internal sealed partial class GrainStorageSnapshots<TState>(IGrainStorage storage, GrainId grain, ILogger logger) : ISnapshots<TState>
{
    // Few things are long enough to have one, so neither is made before it is needed.
    private GrainState<SnapshotBox<TState>>? _kept;

    private GrainState<SnapshotBox<TState>> Kept => _kept ??= new(new());

    private string Name => grain.ToString();

    public async Task<Snapshot<TState>?> LoadAsync()
    {
        try
        {
            await storage.ReadStateAsync(Name, grain, Kept);
            return Kept.RecordExists ? Kept.State?.Snapshot : null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogUnreadable(logger, grain, failure);
            return null;
        }
    }

    public async Task SaveAsync(Snapshot<TState> snapshot)
    {
        try
        {
            Kept.State = new() { Snapshot = snapshot };
            await storage.WriteStateAsync(Name, grain, Kept);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next one may fit again: the etag is read anew.
            LogUnwritten(logger, grain, failure);
            await LoadAsync();
        }
    }

    /// <summary>Unlike the others it fails where it cannot: what is to be forgotten must not stay.</summary>
    public async Task ClearAsync()
    {
        await storage.ReadStateAsync(Name, grain, Kept);
        if (Kept.RecordExists)
        {
            await storage.ClearStateAsync(Name, grain, Kept);
        }
    }

    [LoggerMessage(1011, LogLevel.Warning, "{Grain}: the snapshot cannot be read; the events are replayed")]
    private static partial void LogUnreadable(ILogger logger, GrainId grain, Exception failure);

    [LoggerMessage(1012, LogLevel.Warning, "{Grain}: the snapshot was not written; the events will be replayed")]
    private static partial void LogUnwritten(ILogger logger, GrainId grain, Exception failure);
}

/// <summary>Grain storage wants something it can make empty.</summary>
public sealed class SnapshotBox<TState>
{
    public Snapshot<TState>? Snapshot { get; set; }
}
