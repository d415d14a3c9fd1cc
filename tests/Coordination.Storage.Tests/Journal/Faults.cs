using System.Collections.Concurrent;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Journal;

/// <summary>Lets the writer stop or fail at a named place.</summary>
internal sealed class Faults : IFailPoints
{
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private TaskCompletionSource? _reached;
    private ManualResetEventSlim? _gate;

    public int HitsOf(string point) => _hits.GetValueOrDefault(point);

    /// <summary>The next so many times the writer comes there, something goes wrong.</summary>
    public void FailAt(string point, int times = 1) => _failures[point] = times;

    /// <summary>Stops the writer before its next commit. The task completes when it has stopped.</summary>
    public Task StopWriter()
    {
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate = new(false);
        return _reached.Task;
    }

    public void LetGo() => Interlocked.Exchange(ref _gate, null)?.Set();

    public void Hit(string point)
    {
        _hits.AddOrUpdate(point, 1, (_, hits) => hits + 1);
        if (point == FailPoint.BeforeCommit && _gate is { } gate)
        {
            _reached!.TrySetResult();
            gate.Wait();
        }

        if (_failures.TryGetValue(point, out var left) && left > 0)
        {
            _failures[point] = left - 1;
            throw new IOException($"On purpose, at {point}.");
        }
    }
}
