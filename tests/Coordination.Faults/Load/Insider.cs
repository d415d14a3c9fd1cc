using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Faults.Processes;
using Coordination.Grains;
using Coordination.Grains.Journal;

namespace Coordination.Faults.Load;

/// <summary>
/// Calls the incidents' grains themselves, past all edges, through the gateways of the cluster: writes notes, and asks for each under one operation until there is an answer.
/// Nobody retries for it, so it sees what an edge sees.
/// </summary>
internal sealed class Insider(int seed, IGrainFactory grains, CoordinationClient reader, History history, Session session)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Random _random = Draw.Of(seed, "insider");
    private IReadOnlyList<IncidentSummary> _seen = [];
    private int _deeds;

    public async Task RunAsync(int pauseMilliseconds, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await LookAsync() is { } incident)
            {
                await WriteAsync(incident);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(pauseMilliseconds)), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<IncidentId?> LookAsync()
    {
        if (_seen.Count == 0 || _random.Chance(20))
        {
            try
            {
                _seen = (await reader.IncidentsAsync(limit: 60)).Items;
            }
            catch (Exception later) when (later is HttpRequestException or ProblemException)
            {
                return null;
            }
        }

        return _seen.Count == 0 ? null : _random.OneOf(_seen).Id;
    }

    private async Task WriteAsync(IncidentId incident)
    {
        var text = $"Note insider-{seed}-{++_deeds}";
        var deed = new Deed { Verb = Verb.Note, Key = $"insider-{seed}-{_deeds}", Actor = session.Actor, Target = incident.Value, Text = text, AskedAt = TimeProvider.System.GetUtcNow() };
        history.Add(deed);
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Until.Patience;)
        {
            try
            {
                var answer = await grains.Incident(incident).ExecuteAsync(new AddNote(text, null), new Actor(session.Actor), $"{session.Actor}:{deed.Key}");
                deed.Answer(
                    answer.Refusal is { } refusal ? new(Known.Refused, 0, refusal.Code, []) : new(Known.Ok, answer.Version, "", []),
                    TimeProvider.System.GetUtcNow());
                return;
            }
            catch (Exception unknown) when (Passing.Is(unknown) || unknown is CommandFailedException)
            {
                // Not for people to see, and so no failure of the load.
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
