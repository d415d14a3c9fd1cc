using System.Net;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;

namespace Coordination.Faults.Load;

/// <summary>Works on incidents as a duty officer does, one verb after another, and now and then asks twice under one key.</summary>
internal sealed class Officer(string name, int seed, Asker asker, Session session, IReadOnlyList<PersonId> people)
{
    private readonly Random _random = Draw.Of(seed, name);
    private IReadOnlyList<IncidentSummary> _seen = [];
    private int _deeds;

    /// <summary>Acts until told to stop.</summary>
    /// <param name="pinned">Works on this incident alone and only writes notes: how long its answers take shows how long it was away.</param>
    public async Task RunAsync(int pauseMilliseconds, IncidentId? pinned, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (pinned is { } one)
            {
                await WriteAsync(one);
            }
            else
            {
                await LookAndActAsync();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(pauseMilliseconds)), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task LookAndActAsync()
    {
        if (_seen.Count == 0 || _random.Chance(20))
        {
            try
            {
                _seen = (await asker.Client.IncidentsAsync(limit: 60)).Items;
            }
            catch (Exception later) when (later is HttpRequestException or ProblemException { Status: >= HttpStatusCode.InternalServerError })
            {
                return;
            }
        }

        if (_seen.Count > 0)
        {
            await ActAsync(_random.OneOf(_seen).Id, _random.Next(100));
        }
    }

    private Task ActAsync(IncidentId incident, int draw) => draw switch
    {
        < 25 => DoAsync(Verb.Acknowledge, incident, (client, asked) => client.AcknowledgeAsync(incident, asked)),
        < 55 => WriteAsync(incident),
        < 68 => AssignAsync(incident, _random.OneOf(people)),
        < 80 => SetSeverityAsync(incident, (Severity)_random.Next(4)),
        < 90 => DoAsync(Verb.Close, incident, (client, asked) => client.CloseAsync(incident, new("done"), asked)),
        _ => DoAsync(Verb.Reopen, incident, (client, asked) => client.ReopenAsync(incident, new("not done"), asked)),
    };

    private Task WriteAsync(IncidentId incident)
    {
        var text = $"Note {name}-{seed}-{_deeds + 1}";
        return DoAsync(Verb.Note, incident, (client, asked) => client.AddNoteAsync(incident, new(text), asked), text);
    }

    private Task AssignAsync(IncidentId incident, PersonId owner)
        => DoAsync(Verb.Assign, incident, (client, asked) => client.AssignAsync(incident, new(owner), asked));

    private Task SetSeverityAsync(IncidentId incident, Severity severity)
        => DoAsync(Verb.SetSeverity, incident, (client, asked) => client.SetSeverityAsync(incident, new(severity), asked));

    private async Task DoAsync(Verb verb, IncidentId incident, Func<CoordinationClient, Asked, Task<CommandAnswer>> ask, string text = "")
    {
        var deed = new Deed
        {
            Verb = verb, Key = $"{name}-{seed}-{++_deeds}", Actor = session.Actor, Target = incident.Value, Text = text, AskedAt = TimeProvider.System.GetUtcNow(),
        };
        await asker.AskAsync(deed, SendAsync, isPatient: !_random.Chance(10));
        if (_random.Chance(12))
        {
            await asker.AskAgainAsync(deed, SendAsync);
        }

        async Task<Answered> SendAsync(CoordinationClient client, Asked asked) => new(Known.Ok, (await ask(client, asked)).Version, "", []);
    }
}
