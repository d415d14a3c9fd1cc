using System.Diagnostics.CodeAnalysis;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>The unwrapped keys that were used last. Only keys that stand in the database are put here, never those of a commit still under way.</summary>
internal sealed class StreamKeyCache(int capacity = 20_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, LinkedListNode<(StreamId Stream, StreamKey Key)>> _nodes = [];
    private readonly LinkedList<(StreamId Stream, StreamKey Key)> _byUse = [];
    private readonly HashSet<StreamId> _destroyed = [];

    public bool TryGet(StreamId stream, [NotNullWhen(true)] out StreamKey? key)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(stream, out var node))
            {
                key = null;
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            key = node.Value.Key;
            return true;
        }
    }

    public void Put(StreamId stream, StreamKey key)
    {
        lock (_lock)
        {
            if (_nodes.ContainsKey(stream) || _destroyed.Contains(stream))
            {
                return;
            }

            if (_nodes.Count >= capacity && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _nodes.Remove(oldest.Value.Stream);
            }

            _nodes[stream] = _byUse.AddFirst((stream, key));
        }
    }

    /// <summary>The key has been destroyed. A read that still saw it must not bring it back.</summary>
    public void Destroy(StreamId stream)
    {
        lock (_lock)
        {
            _destroyed.Add(stream);
            if (_nodes.Remove(stream, out var node))
            {
                _byUse.Remove(node);
            }
        }
    }
}
