using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Simulation.Clients;

namespace Coordination.Simulation.Checks;

/// <summary>What clients were told is true: each operation took effect once or not at all, its answer is the same however often it is asked for, and nothing that was agreed to is missing.</summary>
internal sealed class OperationCheck(World world, Book book, Findings findings)
{
    public void Check()
    {
        foreach (var group in world.Clients.Requests.Where(request => !request.IsDelivery).GroupBy(request => (request.Stream, request.Id)))
        {
            var effects = book.Of(group.Key.Stream).Where(entry => entry.Row.Event.Cause == group.Key.Id).ToArray();
            if (effects.Select(entry => entry.Row.Group).Distinct().Count() > 1)
            {
                findings.Add($"The operation {group.Key.Id} on {group.Key.Stream} took effect more than once: versions {string.Join(", ", effects.Select(entry => entry.Version))}.");
            }

            foreach (var request in group)
            {
                CheckAnswers(request, effects);
            }

            if (group.Count(request => request.Times.Exists(asked => asked.Known == Known.Done)) > 1)
            {
                findings.Add($"Two requests under the key {group.Key.Id} on {group.Key.Stream} were both agreed to.");
            }
        }

        foreach (var stranger in StrangeCauses())
        {
            findings.Add($"{stranger.Row.Stream} version {stranger.Version} was caused by '{stranger.Row.Event.Cause}', which nobody asked.");
        }

        CheckMessages();
    }

    private void CheckAnswers(Request request, Entry[] effects)
    {
        var told = request.Times.Where(asked => asked.Known is Known.Done or Known.Refused).ToArray();
        foreach (var asked in told)
        {
            var answer = asked.Answer!;
            if (answer.Outcome == Outcome.Gone)
            {
                findings.Add($"Request {request.Number} ({request.Verb}) was told that its message is gone; it has none.");
            }

            if (asked.Known == Known.Done && answer.Events.Count > 0)
            {
                CheckAgreed(request, answer, effects);
            }
        }

        var lasting = told.Where(asked => request.Times.Count == 1 || !IsOfTheMoment(asked.Answer!)).ToArray();
        if (lasting.Select(asked => (asked.Answer!.Outcome, asked.Answer.Version, asked.Answer.Code)).Distinct().Count() > 1)
        {
            findings.Add($"Request {request.Number} ({request.Verb}, {request.Id}) got different answers: {string.Join("; ", told.Select(asked => $"{asked.Answer!.Outcome} {asked.Answer.Version} {asked.Answer.Code}"))}.");
        }

        if (lasting.Length > 0 && lasting.All(asked => asked.Known == Known.Refused && asked.Answer!.Code != "operation.reused") && effects.Length > 0)
        {
            findings.Add($"Request {request.Number} ({request.Verb}) was refused ({lasting[0].Answer!.Code}) and took effect as version {effects[0].Version}.");
        }

        if (told.Length > 0 && told[0].Known == Known.Done && !world.Database.Operations.ContainsKey((request.Stream, request.Id)))
        {
            findings.Add($"Request {request.Number} ({request.Verb}) was agreed to and is not remembered.");
        }

        // What the network carries twice may fail and then be done: whoever was told of the failure could not know.
        if (world.Storm.RequestsTwice == 0 && request.Times.TrueForAll(asked => asked.Known == Known.Failed) && world.Clients.Requests.Count(other => other.Id == request.Id) == 1 && effects.Length > 0)
        {
            findings.Add($"Request {request.Number} ({request.Verb}) was told that nothing was done; version {effects[0].Version} was.");
        }
    }

    /// <summary>
    /// What another has just taken, or what is no longer needed, is refused by the writer and not remembered: whoever asks again under the same key may be told otherwise.
    /// That is known; only such answers are let pass, and only where someone asked more than once.
    /// </summary>
    private static bool IsOfTheMoment(Answer answer) => answer.Code is "claim.taken" or "key.closed";

    private void CheckAgreed(Request request, Answer answer, Entry[] effects)
    {
        if (effects.Length == 0)
        {
            findings.Add($"Request {request.Number} ({request.Verb}) was agreed to with {string.Join(", ", answer.Events)}; nothing of it is in {request.Stream}.");
        }
        else if (!effects.Select(entry => entry.Row.Event.Type).SequenceEqual(answer.Events) || effects[^1].Version != answer.Version)
        {
            findings.Add($"Request {request.Number} ({request.Verb}) was told {string.Join(", ", answer.Events)} as version {answer.Version}; {request.Stream} says otherwise.");
        }
    }

    /// <summary>Whatever a client's key is the cause of, the client has asked.</summary>
    private IEnumerable<Entry> StrangeCauses()
    {
        var known = world.Clients.Requests.Select(request => request.Id).ToHashSet();
        return book.Streams.Values.SelectMany(entries => entries).Where(entry => entry.Row.Event.Cause.Contains(":k", StringComparison.Ordinal) && !known.Contains(KeyOf(entry.Row.Event.Cause)));
    }

    /// <summary>A delivery's operations carry the number of the part behind the client's key.</summary>
    private static string KeyOf(string cause) => cause.StartsWith("source/", StringComparison.Ordinal) ? cause[..cause.LastIndexOf('/')] : cause;

    /// <summary>A message has its effect in one commit, wherever and however often it was delivered.</summary>
    private void CheckMessages()
    {
        foreach (var effects in book.Streams.Values.SelectMany(entries => entries).Where(entry => IsMessage(entry.Row.Event.Cause)).GroupBy(entry => entry.Row.Event.Cause))
        {
            if (effects.Select(entry => (entry.Row.Stream, entry.Row.Group)).Distinct().Count() > 1)
            {
                findings.Add($"The message {effects.Key} took effect more than once: {string.Join(", ", effects.Select(entry => $"{entry.Row.Stream} version {entry.Version}"))}.");
            }
        }
    }

    private static bool IsMessage(string cause) => cause != "setup" && cause != "none" && !cause.Contains(":k", StringComparison.Ordinal);
}
