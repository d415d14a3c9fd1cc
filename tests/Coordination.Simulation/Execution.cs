using Coordination.Simulation.Bugs;
using Coordination.Simulation.Checks;
using Coordination.Simulation.Clients;
using Coordination.Simulation.Machinery;

namespace Coordination.Simulation;

/// <summary>What came of one execution.</summary>
internal sealed record Verdict(ulong Seed, int Steps, IReadOnlyList<string> Violations, ulong Digest, string Tail, string Weather, int Events, int Requests, string Full = "");

/// <summary>One seed, from an ordered beginning through whatever the dice choose to the rest in which everything must be as it ought to be.</summary>
internal sealed class Execution
{
    /// <summary>Whoever has not come to rest after so many steps more never will.</summary>
    private const int MostStepsToRest = 100_000;

    private readonly World _world;
    private readonly ulong _seed;
    private readonly int _variant;
    private readonly bool _keepAll;

    private Execution(ulong seed, Bug bug, bool keepAll)
    {
        var dice = new Dice(seed ^ 0xC0FFEE);
        _seed = seed;
        _keepAll = keepAll;
        _variant = dice.Below(Constituents.VariantsCount);
        _world = new(seed, Weather.Of(dice), Constituents.Copy(_variant), Constituents.Before + TimeSpan.FromMinutes(dice.Between(60, 1_430)), bug, keepAll);
    }

    public static Verdict Run(ulong seed, int steps, Bug bug = Bug.None, bool keepAll = false) => new Execution(seed, bug, keepAll).Run(steps);

    private Verdict Run(int steps)
    {
        _world.Note(What.Begins, null, null, _variant);
        for (var number = 1; number <= _world.Weather.Processes; number++)
        {
            _world.Processes.Start(number, 1);
        }

        var weather = _world.Weather;
        var course = new Course(_world);
        while (++_world.Step <= steps)
        {
            course.Next();
        }

        var rest = new Rest(_world);
        var rests = rest.Come(steps + MostStepsToRest);
        var violations = new List<string>();
        if (_world.Processes.AnyHasEscaped)
        {
            violations.Add("Something ran on another thread: this execution cannot be repeated.");
        }

        violations.AddRange(rests ? Checker.Check(_world, weather, Constituents.Policies(_variant), rest.Parked) : [$"It does not come to rest: {rest.WhatIsLeft()}."]);
        _world.Processes.End();
        foreach (var row in _world.Database.Events)
        {
            _world.Trace.Mix((ulong)_world.Trace.NameOf(row.Stream.Value));
            _world.Trace.Mix((ulong)row.Version);
            _world.Trace.Mix(row.Event.Type);
            _world.Trace.Mix((ulong)row.Event.At.UtcTicks);
        }

        return new(_seed, _world.Step, violations, _world.Trace.Digest, violations.Count == 0 ? "" : _world.Trace.Tail(), $"{weather}", _world.Database.Events.Count, _world.Clients.Requests.Count, _keepAll ? _world.Trace.Tail(int.MaxValue) + Journal() : "");
    }

    private string Journal() => string.Join("\n", _world.Database.Events.Select(row => $"{row.Position} @{row.Step} {row.Stream} {row.Version} {row.Event.Type} {row.Event.At:HH:mm:ss.ffffff} {row.Event.Cause} {System.Text.Encoding.UTF8.GetString(row.Event.Body.Span)}"));
}
