namespace Coordination.Simulation.Machinery;

/// <summary>
/// The one thread of control of a simulated process: everything that the product's own code goes on with after an await waits here, in order, until the
/// process has its turn. So the code runs as it is, and yet nothing runs but what the scheduler has chosen.
/// </summary>
internal sealed class Turn : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Go, object? State)> _ready = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _ended;

    /// <summary>Something has run on another thread: the execution does not depend on the seed alone.</summary>
    public bool HasEscaped { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_ended)
        {
            return;
        }

        if (Environment.CurrentManagedThreadId != _thread)
        {
            HasEscaped = true;
            return;
        }

        _ready.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing in a simulated process may wait for another thread.");

    /// <summary>Begins something and goes on until nothing is left that can go on.</summary>
    public void Run(Action begin)
    {
        if (_ended)
        {
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            begin();
            while (!_ended && _ready.TryDequeue(out var next))
            {
                next.Go(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>The process is dead, in the middle of whatever it did.</summary>
    public void End()
    {
        _ended = true;
        _ready.Clear();
    }
}
