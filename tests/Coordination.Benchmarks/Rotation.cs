using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Benchmarks;

/// <summary>What officers do to incidents, in rotation: acknowledge, assign, comment; each time by another person, so that each changes something.</summary>
internal sealed class Rotation(IReadOnlyList<string> keys, int callers)
{
    private const int People = 64;
    private readonly int[] _visits = new int[keys.Count];
    private readonly int[] _turns = new int[callers];

    /// <summary>A comment of a common length.</summary>
    public const string Note = "Called the desk: they isolate the host today and send the image tomorrow. Asked for the proxy's log of the last week.";

    /// <summary>Lets in those who work on them.</summary>
    public static async Task AddPeopleAsync(IGrainFactory grains)
    {
        for (var number = 0; number < People; number++)
        {
            var added = await grains.Person(Person(number)).ExecuteAsync(
                new AddPerson(new(string.Create(CultureInfo.InvariantCulture, $"Officer {number}"), string.Create(CultureInfo.InvariantCulture, $"officer{number}@cert.example"), Role.Officer)),
                Actor.System);
            if (added.Outcome != Outcome.Done)
            {
                throw new InvalidOperationException($"A person was not added: {added.Detail}");
            }
        }
    }

    /// <summary>The product: a command with an operation id of its own.</summary>
    public async Task AskAsync(IGrainFactory grains, int caller)
    {
        var (key, visit) = Next(caller);
        var by = Person(caller + visit);
        IncidentCommand command = (visit % 3) switch
        {
            0 => new AcknowledgeIncident(),
            1 => new AssignIncident(by),
            _ => new AddNote(Note, null),
        };
        var answer = await grains.Incident(IncidentId.Of(key)).ExecuteAsync(command, Actor.Person(by), Guid.NewGuid().ToString("N"));
        if (answer.Outcome != Outcome.Done)
        {
            throw new InvalidOperationException($"{key}: {answer.Code} {answer.Detail}");
        }
    }

    /// <summary>The same of a bare grain.</summary>
    public async Task AskAsync(BareSilos bare, int caller)
    {
        var (key, visit) = Next(caller);
        await bare.Grain(key).ChangeAsync((visit % 3) switch { 0 => "acknowledge", 1 => "assign", _ => "comment" }, Person(caller + visit).Value, Note);
    }

    /// <summary>Each caller goes round among its own; where there are fewer than callers, they share.</summary>
    private (string Key, int Visit) Next(int caller)
    {
        var own = Math.Max(1, keys.Count / callers);
        var index = (caller + (callers * (_turns[caller]++ % own))) % keys.Count;
        return (keys[index], Interlocked.Increment(ref _visits[index]) - 1);
    }

    private static PersonId Person(int number) => PersonId.Of(string.Create(CultureInfo.InvariantCulture, $"officer{number % People}"));
}
