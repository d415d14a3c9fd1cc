using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Incidents;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Correlation;

/// <summary>
/// Brings sightings of one key to the incident that holds the key, or opens one. It keeps nothing: the claim in the journal says which incident it is,
/// so two of these at once still open one incident, not two. One that has just closed sends its sightings back, and they open the next.
/// </summary>
internal sealed class SightingsRoute(IGrainFactory grains, IJournal journal, IIncidentNumbers numbers, TimeProvider clock)
{
    public async Task RouteAsync(IReadOnlyList<Message> messages)
    {
        var sightings = Sightings.Merge([.. messages.Select(message => DomainJson.Read<Sightings>(message.Body))]);
        var claim = CorrelationKeys.Claim(sightings.CorrelationKey);
        var answers = messages.Select(message => new Message(message.Id, message.Key, [])).ToArray();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var owner = (await journal.FindClaimsAsync([claim], CancellationToken.None)).TryGetValue(claim, out var found) ? found : (StreamId?)null;
            var answer = owner is { } open
                ? await SendAsync(open, new RecordSightings(sightings), answers)
                : await SendAsync(new("incident", Id.New<IncidentId>(clock.GetUtcNow()).Value), await OpenAsync(sightings), answers);
            switch (answer)
            {
                case { Outcome: Outcome.Done }:
                    return;
                case { Outcome: Outcome.Gone } when messages.Count == 1:
                    return;
                case { Outcome: Outcome.Gone }:
                    // One of them had been answered before, so none was counted: the others come again without it.
                    throw new TimeoutException($"Some sightings of {sightings.CorrelationKey} had been counted before; the others are delivered again.");
                case { Code: "incident.window-passed" }:
                    // Nothing is answered by this: the sightings are counted by the incident that they open next.
                    await SendAsync(owner!.Value, new EndCorrelation(sightings.CorrelationKey), []);
                    break;
            }
        }

        throw new TimeoutException($"No incident has taken sightings of {sightings.CorrelationKey} after ten attempts.");
    }

    private async Task<Answer> SendAsync(StreamId incident, IncidentCommand command, IReadOnlyList<Message> answers)
        => await grains.Thing(incident).ExecuteAsync(new Operation
        {
            Actor = Actor.System.Value,
            Command = DomainJson.Write(command),
            Answers = answers,
        });

    private async Task<OpenIncident> OpenAsync(Sightings sightings) => new()
    {
        Number = await numbers.NextAsync(CancellationToken.None),
        Title = sightings.Title,
        Severity = sightings.Severity,
        Tlp = sightings.Tlp,
        Classification = sightings.Classification,
        Institutions = [sightings.Institution],
        Observables = sightings.Observables,
        Sightings = sightings,
    };
}
