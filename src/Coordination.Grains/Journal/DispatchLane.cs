using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>Messages of one target that are handled together.</summary>
internal sealed record DispatchWork(StreamId Target, IReadOnlyList<OutboxMessage> Messages);

/// <summary>What waits in one class of urgency, by target: one target is worked on by one worker at a time, with all that waits for it.</summary>
internal sealed class DispatchLane(Priority priority, int places, int capacity)
{
    /// <summary>So many messages of one target go together at most.</summary>
    private const int MaxTogether = 200;

    private readonly Lock _lock = new();
    private readonly Queue<StreamId> _ready = new();
    private readonly Dictionary<StreamId, List<OutboxMessage>> _pending = [];
    private readonly HashSet<StreamId> _busy = [];
    private readonly HashSet<string> _held = [];
    private readonly SemaphoreSlim _signal = new(0);
    private int _reserved;
    private bool _tell;

    public Priority Priority => priority;

    /// <summary>Called, after <see cref="TellOfRoom"/>, once a good part of the lane is free.</summary>
    public Action? HasRoom { get; set; }

    /// <summary>How many workers serve this class.</summary>
    public int Places => places;

    public int Held
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    private int Free => Math.Max(0, capacity - _held.Count - _reserved);

    public bool TryReserve(int count)
    {
        lock (_lock)
        {
            if (Free < count)
            {
                return false;
            }

            _reserved += count;
            return true;
        }
    }

    /// <summary>Reserves as many places as there are, at most so many. What is fetched from elsewhere thus never finds them taken.</summary>
    public int ReserveUpTo(int most)
    {
        lock (_lock)
        {
            var places = Math.Min(most, Free);
            _reserved += places;
            return places;
        }
    }

    /// <summary>It is full, and there may be more for it.</summary>
    public void TellOfRoom()
    {
        lock (_lock)
        {
            _tell = true;
        }

        TellIfThereIsRoom();
    }

    public void CancelReservation(int count) => Fill([], count);

    /// <summary>Takes messages for which places were reserved; places that are left over are given back.</summary>
    public void Fill(IReadOnlyList<OutboxMessage> messages, int places)
    {
        lock (_lock)
        {
            _reserved -= places;
            foreach (var message in messages)
            {
                if (!_held.Add(message.Id))
                {
                    continue;
                }

                if (!_pending.TryGetValue(message.Target, out var waiting))
                {
                    _pending.Add(message.Target, waiting = []);
                    if (!_busy.Contains(message.Target))
                    {
                        _ready.Enqueue(message.Target);
                        _signal.Release();
                    }
                }

                waiting.Add(message);
            }
        }
    }

    /// <summary>The next target with all that waits for it.</summary>
    public async Task<DispatchWork?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _signal.WaitAsync(cancellationToken);
            lock (_lock)
            {
                // What was forgotten meanwhile leaves its target queued; by now that may be someone else's work.
                if (!_ready.TryDequeue(out var target) || _busy.Contains(target) || !_pending.Remove(target, out var waiting))
                {
                    continue;
                }

                var together = waiting;
                if (waiting.Count > MaxTogether)
                {
                    together = waiting[..MaxTogether];
                    _pending.Add(target, waiting[MaxTogether..]);
                }

                _busy.Add(target);
                return new(target, together);
            }
        }
    }

    /// <summary>The worker is through with it, whatever became of it.</summary>
    public void Done(DispatchWork work)
    {
        lock (_lock)
        {
            foreach (var message in work.Messages)
            {
                _held.Remove(message.Id);
            }

            _busy.Remove(work.Target);
            if (_pending.ContainsKey(work.Target))
            {
                _ready.Enqueue(work.Target);
                _signal.Release();
            }
        }

        TellIfThereIsRoom();
    }

    public bool Holds(string id)
    {
        lock (_lock)
        {
            return _held.Contains(id);
        }
    }

    public IReadOnlyList<string> HeldIds()
    {
        lock (_lock)
        {
            return [.. _held];
        }
    }

    /// <summary>Drops what waits and is no longer ours. Only messages among <paramref name="asked"/> can have been found lost.</summary>
    public void Forget(Func<string, bool> lost, IReadOnlyCollection<string> asked)
    {
        var known = asked.ToHashSet();
        lock (_lock)
        {
            foreach (var (target, waiting) in _pending.ToArray())
            {
                foreach (var message in waiting.Where(message => known.Contains(message.Id) && lost(message.Id)).ToArray())
                {
                    waiting.Remove(message);
                    _held.Remove(message.Id);
                }

                if (waiting.Count == 0)
                {
                    _pending.Remove(target);
                }
            }
        }

        TellIfThereIsRoom();
    }

    /// <summary>Empties the lane of what has not begun.</summary>
    public IReadOnlyList<OutboxMessage> TakeAll()
    {
        lock (_lock)
        {
            var all = _pending.Values.SelectMany(waiting => waiting).ToArray();
            _pending.Clear();
            _ready.Clear();
            foreach (var message in all)
            {
                _held.Remove(message.Id);
            }

            return all;
        }
    }

    private void TellIfThereIsRoom()
    {
        lock (_lock)
        {
            // Not for every place that becomes free: fetching has its price.
            if (!_tell || Free < Math.Max(1, capacity / 4))
            {
                return;
            }

            _tell = false;
        }

        HasRoom?.Invoke();
    }
}
