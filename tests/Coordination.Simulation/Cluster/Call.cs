namespace Coordination.Simulation.Cluster;

/// <summary>A call from one process to a grain in the same or another one.</summary>
internal abstract class Call(SimulatedProcess caller, StreamId grain, SimulatedProcess target, DateTimeOffset deadline)
{
    public SimulatedProcess Caller => caller;

    public StreamId Grain => grain;

    public SimulatedProcess Target => target;

    /// <summary>When the caller gives up waiting, as Orleans does.</summary>
    public DateTimeOffset Deadline => deadline;

    public bool IsLocal => caller == target;

    /// <summary>The caller knows what became of it, or is about to.</summary>
    public bool IsSettled { get; set; }

    public abstract void Serve(Action<Action, bool> answer);

    public abstract void Fail(Exception failure);
}

/// <summary>A call with an answer.</summary>
internal sealed class Call<TAnswer>(SimulatedProcess caller, StreamId grain, SimulatedProcess target, DateTimeOffset deadline, Func<SimulatedProcess, Task<TAnswer>> serve)
    : Call(caller, grain, target, deadline)
{
    // Continued at once, in the caller's turn: a completion that is queued elsewhere would leave the simulation's thread.
    private readonly TaskCompletionSource<TAnswer> _answer = new();

    public Task<TAnswer> Task => _answer.Task;

    /// <summary>Does the work in the target's turn; <paramref name="answer"/> gets what is to be done in the caller's, and whether it failed.</summary>
    public override void Serve(Action<Action, bool> answer) => Target.Run(() => _ = ServeAsync(answer));

    public override void Fail(Exception failure) => _answer.TrySetException(failure);

    private async Task ServeAsync(Action<Action, bool> answer)
    {
        TAnswer result;
        try
        {
            result = await serve(Target);
        }
        catch (Exception failure)
        {
            answer(() => _answer.TrySetException(failure), true);
            return;
        }

        answer(() => _answer.TrySetResult(result), false);
    }
}
