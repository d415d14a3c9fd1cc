using Coordination.Grains.Journal;
using Coordination.Simulation.Cluster;
using Coordination.Simulation.Machinery;

namespace Coordination.Simulation.Clients;

/// <summary>
/// People and sensors. They ask any process, do not always hear the answer, ask again under the same key, sometimes twice at once, and once in a while
/// under the same key for something else. What they were told is the history that the checker works from.
/// </summary>
internal sealed class ClientsAtWork(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Wishes _wishes = new(world);

    public List<Request> Requests { get; } = [];

    /// <summary>Asks for something new, or again for something that is not known.</summary>
    public void Act()
    {
        if (world.Processes.Reachable is not { Count: > 0 } reachable)
        {
            return;
        }

        var process = world.Dice.Of(reachable);
        var open = Requests.FindAll(request => !request.IsGivenUp && !request.IsKnown && (!request.IsWaiting || world.Dice.Percent(5)));
        if (open.Count > 0 && world.Dice.Percent(50))
        {
            AskAgain(world.Dice.Of(open), process);
            return;
        }

        if (Requests.Count > 0 && world.Dice.Percent(8))
        {
            var old = Requests[^(1 + world.Dice.Below(Math.Min(20, Requests.Count)))];
            if (world.Dice.Percent(35) && Wishes.SameKeyForSomethingElse(old, Requests.Count + 1) is { } reused)
            {
                Ask(reused, process);
                return;
            }

            AskAgain(old, process);
            return;
        }

        if (_wishes.Next(Requests.Count + 1) is { } wish)
        {
            Ask(wish, process);
        }
    }

    /// <summary>At the end: whoever does not know yet asks until it does. False when all know.</summary>
    public bool AskWhatIsUnknown()
    {
        var unknown = Requests.Find(request => !request.IsGivenUp && !request.IsKnown && !request.IsWaiting);
        if (unknown is null || world.Processes.Reachable is not { Count: > 0 } reachable)
        {
            return false;
        }

        AskAgain(unknown, reachable[0]);
        return true;
    }

    public bool IsQuiet => !Requests.Exists(request => request.IsWaiting);

    /// <summary>Whoever has waited too long knows nothing.</summary>
    public void GiveUpWaiting()
    {
        foreach (var request in Requests)
        {
            foreach (var asked in request.Times)
            {
                if (asked.Known == Known.Open && world.Clock.Now - asked.At > Patience)
                {
                    Hear(request, asked, Known.Unknown, What.ClientGivesUp);
                }
            }
        }
    }

    /// <summary>The process that was asked is dead.</summary>
    public void Forget(SimulatedProcess dead)
    {
        foreach (var request in Requests)
        {
            foreach (var asked in request.Times)
            {
                if (asked.Known == Known.Open && asked.Process == dead)
                {
                    Hear(request, asked, Known.Unknown, What.ClientGivesUp);
                }
            }
        }
    }

    public void Ask(Request request, SimulatedProcess process)
    {
        Requests.Add(request);
        world.Note(What.ClientAsks, process, request.IsDelivery ? request.Id : request.Stream.Value, request.Number);
        Ask(request, process, new(world.Step, world.Clock.Now, process));
    }

    private void AskAgain(Request request, SimulatedProcess process)
    {
        world.Note(What.ClientAsksAgain, process, request.IsDelivery ? request.Id : request.Stream.Value, request.Number);
        Ask(request, process, new(world.Step, world.Clock.Now, process));
    }

    private void Ask(Request request, SimulatedProcess process, Asked asked)
    {
        request.Times.Add(asked);
        process.Run(() => _ = AskAsync(request, process, asked));
    }

    private async Task AskAsync(Request request, SimulatedProcess process, Asked asked)
    {
        Known known;
        try
        {
            known = request.IsDelivery ? await DeliverAsync(request, process, asked) : await CommandAsync(request, process, asked);
        }
        catch (CommandFailedException) when (!request.IsDelivery)
        {
            known = Known.Failed;
        }
        catch (Exception)
        {
            known = Known.Unknown;
        }

        if (asked.Known == Known.Open)
        {
            var lost = world.Dice.PerMille(world.Weather.AnswersLost);
            Hear(request, asked, lost ? Known.Unknown : known, What.ClientIsAnswered);
        }
    }

    private static async Task<Known> DeliverAsync(Request request, SimulatedProcess process, Asked asked)
    {
        asked.Receipts = await process.Intake.AcceptAsync(request.Source!.Value, request.Lines, request.Id, CancellationToken.None);
        return Known.Done;
    }

    private static async Task<Known> CommandAsync(Request request, SimulatedProcess process, Asked asked)
    {
        if (request.Command is null)
        {
            var number = await process.Numbers.NextAsync(CancellationToken.None);
            request.Command ??= request.CommandOfNumber!(number);
        }

        asked.Answer = await process.Grains.Thing(request.Stream).ExecuteAsync(
            new Operation { Id = request.Id, Actor = request.Actor.Value, Command = request.Command, IfVersion = request.IfVersion });
        return asked.Answer.Outcome == Outcome.Done ? Known.Done : Known.Refused;
    }

    private void Hear(Request request, Asked asked, Known known, What what)
    {
        asked.Known = known;
        asked.AnsweredStep = world.Step;
        if (known == Known.Unknown)
        {
            // What came and was not heard is not the client's to know.
            (asked.Answer, asked.Receipts) = (null, null);
        }

        world.Note(what, asked.Process, request.IsDelivery ? request.Id : request.Stream.Value, (request.Number * 10) + (int)known);
        if (known is Known.Unknown or Known.Failed && world.Dice.Percent(known == Known.Failed ? 40 : 4))
        {
            request.IsGivenUp = true;
        }
    }
}
