using System.Net;
using Coordination.Contracts.Client;

namespace Coordination.Faults.Load;

/// <summary>
/// Asks for one thing under one key until there is an answer, as a person or a machine does who must know: the typed client makes its own few attempts, and
/// after each failure of all of them it begins anew. Some give up early, and then nobody knows.
/// </summary>
internal sealed class Asker(CoordinationClient client, History history, TimeSpan? patience = null)
{
    /// <summary>Longer than any outage that an experiment makes.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public CoordinationClient Client => client;

    /// <param name="ask">Sends the request and says what was answered.</param>
    /// <param name="isPatient">Otherwise one failure is enough to give up.</param>
    public async Task AskAsync(Deed deed, Func<CoordinationClient, Asked, Task<Answered>> ask, bool isPatient)
    {
        history.Add(deed);
        var clock = TimeProvider.System;
        for (var begun = clock.GetTimestamp(); clock.GetElapsedTime(begun) < (patience ?? LongPatience);)
        {
            if (await TryAsync(deed, ask))
            {
                return;
            }

            deed.Failures++;
            if (!isPatient)
            {
                return;
            }

            await Task.Delay(Pause, clock);
        }
    }

    /// <summary>Asks for the same once more, under the same key.</summary>
    public async Task AskAgainAsync(Deed deed, Func<CoordinationClient, Asked, Task<Answered>> ask)
    {
        if (deed.AnsweredAt is not null)
        {
            await TryAsync(deed, ask);
        }
    }

    private async Task<bool> TryAsync(Deed deed, Func<CoordinationClient, Asked, Task<Answered>> ask)
    {
        try
        {
            var answer = await ask(client, new Asked(deed.Key));
            deed.Answer(answer, TimeProvider.System.GetUtcNow());
            return true;
        }
        catch (ProblemException refused) when (refused.Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
        {
            deed.Answer(new(Known.Refused, 0, refused.Code, []), TimeProvider.System.GetUtcNow());
            return true;
        }
        catch (Exception unknown) when (unknown is HttpRequestException or ProblemException)
        {
            return false;
        }
    }
}
