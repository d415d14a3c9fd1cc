using System.Diagnostics.CodeAnalysis;
using Coordination.Simulation.Cluster;

namespace Coordination.Simulation.Machinery;

/// <summary>What waits to happen, oldest first.</summary>
internal sealed class Happenings
{
    private readonly List<Happening> _waiting = [];

    public int Count => _waiting.Count;

    public void Add(Happening happening)
    {
        if (happening.Where is not { IsDead: true })
        {
            _waiting.Add(happening);
        }
    }

    /// <summary>One of those that can happen now: the oldest so often, else any.</summary>
    public bool TryTake(Dice dice, int oldestPercent, [NotNullWhen(true)] out Happening? next)
    {
        next = null;
        if (_waiting.Count == 0)
        {
            return false;
        }

        var from = dice.Percent(oldestPercent) ? 0 : dice.Below(_waiting.Count);
        for (var tried = 0; tried < _waiting.Count; tried++)
        {
            var index = (from + tried) % _waiting.Count;
            if (_waiting[index].Where is not { IsFrozen: true })
            {
                next = _waiting[index];
                _waiting.RemoveAt(index);
                return true;
            }
        }

        return false;
    }

    /// <summary>A dead process does nothing more.</summary>
    public void Forget(SimulatedProcess dead) => _waiting.RemoveAll(happening => happening.Where == dead);
}
