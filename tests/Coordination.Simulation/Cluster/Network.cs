using Coordination.Simulation.Machinery;
using Orleans.Runtime;

namespace Coordination.Simulation.Cluster;

/// <summary>
/// Calls between processes, and where grains are. Requests and answers are lost, doubled and overtake one another; a grain may be in two places at once,
/// because a process is given up while it is only frozen, or because someone still knows the old place.
/// </summary>
internal sealed class Network(World world)
{
    /// <summary>Orleans' response timeout.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<StreamId, SimulatedProcess> _places = [];
    private readonly List<Call> _open = [];
    private readonly List<Call> _answering = [];
    private readonly HashSet<(SimulatedProcess Caller, StreamId Grain)> _unanswered = [];

    /// <summary>Whether nobody waits for an answer.</summary>
    public bool IsQuiet => _open.Count == 0;

    /// <summary>When the next caller gives up.</summary>
    public DateTimeOffset? Next => _open.Count == 0 ? null : _open.Min(call => call.Deadline);

    /// <summary>Whether the process has asked the grain something and never heard what became of it.</summary>
    public bool HasUnanswered(SimulatedProcess caller, StreamId grain) => _unanswered.Contains((caller, grain));

    public Task<TAnswer> CallAsync<TAnswer>(SimulatedProcess caller, StreamId grain, Func<SimulatedProcess, Task<TAnswer>> serve)
    {
        var call = new Call<TAnswer>(caller, grain, PlaceOf(grain, caller), world.Clock.Now + Patience, serve);
        _open.Add(call);
        if (!call.IsLocal && world.Dice.PerMille(world.Weather.RequestsLost))
        {
            world.Note(What.RequestIsLost, caller, grain.Value);
            return call.Task;
        }

        world.Waiting.Add(new(What.RequestArrives, call.Target, grain.Value, () => Serve(call)));
        if (!call.IsLocal && world.Dice.PerMille(world.Weather.RequestsTwice))
        {
            world.Waiting.Add(new(What.RequestArrivesTwice, call.Target, grain.Value, () => call.Serve(static (_, _) => { })));
        }

        return call.Task;
    }

    /// <summary>Callers whose patience is over are told so.</summary>
    public void GiveUpWaiting()
    {
        foreach (var call in _open.Where(call => call.Deadline <= world.Clock.Now).ToArray())
        {
            Fail(call, What.CallTimesOut, new TimeoutException($"{call.Grain} gave no answer in time."));
        }
    }

    /// <summary>A process is dead: whoever waited for it learns that, and its grains are placed anew when they are asked for.</summary>
    public void Forget(SimulatedProcess dead)
    {
        LoseGrains(dead);
        foreach (var call in _open.FindAll(call => call.Caller == dead))
        {
            _unanswered.Add((dead, call.Grain));
            _open.Remove(call);
        }

        // An answer that was on its way to it is not heard either.
        foreach (var call in _answering.FindAll(call => call.Caller == dead))
        {
            _unanswered.Add((dead, call.Grain));
            _answering.Remove(call);
        }

        foreach (var call in _open.Where(call => call.Target == dead).ToArray())
        {
            Fail(call, What.CallFails, new SiloUnavailableException($"{call.Grain} was in {dead.Name}, which is gone."));
        }
    }

    /// <summary>The others no longer reckon with the process, though it may still be there.</summary>
    public void LoseGrains(SimulatedProcess process)
    {
        foreach (var grain in _places.Where(pair => pair.Value == process).Select(pair => pair.Key).ToArray())
        {
            _places.Remove(grain);
        }
    }

    /// <summary>A grain is placed anew while its old activation is still there, and some go on calling that one.</summary>
    public void Move(Dice dice)
    {
        if (_places.Count > 0 && world.Processes.Trusted is { Count: > 0 } trusted)
        {
            var (grain, _) = _places.ElementAt(dice.Below(_places.Count));
            _places[grain] = dice.Of(trusted);
            world.Note(What.GrainMoves, _places[grain], grain.Value);
        }
    }

    private void Serve(Call call) => call.Serve((answer, failed) =>
    {
        if (call.IsSettled || call.Caller.IsDead)
        {
            return;
        }

        if (!call.IsLocal && world.Dice.PerMille(world.Weather.AnswersLost))
        {
            world.Note(What.AnswerIsLost, call.Caller, call.Grain.Value);
            return;
        }

        if (failed)
        {
            _unanswered.Add((call.Caller, call.Grain));
        }

        Settle(call, What.AnswerArrives, answer);
    });

    private void Fail(Call call, What what, Exception failure)
    {
        _unanswered.Add((call.Caller, call.Grain));
        Settle(call, what, () => call.Fail(failure));
    }

    private void Settle(Call call, What what, Action answer)
    {
        call.IsSettled = true;
        _open.Remove(call);
        _answering.Add(call);
        world.Waiting.Add(new(what, call.Caller, call.Grain.Value, () =>
        {
            _answering.Remove(call);
            call.Caller.Run(answer);
        }));
    }

    private SimulatedProcess PlaceOf(StreamId grain, SimulatedProcess caller)
    {
        // One that was given up and does not know it works on with what it has; others may still know an old place.
        if ((caller.IsGivenUp || world.Dice.Percent(70)) && caller.Places.TryGetValue(grain, out var known) && !known.IsDead)
        {
            return known;
        }

        if (!_places.TryGetValue(grain, out var place) || place.IsDead)
        {
            var trusted = world.Processes.Trusted;
            _places[grain] = place = trusted.Count == 0 ? caller : world.Dice.Of(trusted);
        }

        return caller.Places[grain] = place;
    }
}
