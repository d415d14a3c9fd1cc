using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Host.Http;

/// <summary>Sends commands to things and turns their answers into HTTP. The one place where an outcome gets its status.</summary>
internal sealed class Commands(IGrainFactory grains, Patience patience)
{
    public IGrainFactory Grains => grains;

    /// <summary>Asks, and asks again when no answer comes (a process that has died, a conflict that is being read again): every operation has an id, so that is harmless.</summary>
    /// <exception cref="NoAnswerException">It is not known whether it was done.</exception>
    public Task<Answer> AskAsync<TCommand>(Thing<TCommand> thing, TCommand command, Asking asking, CancellationToken cancellationToken) where TCommand : class
        => AskAsync(thing.Stream, new Operation { Id = asking.OperationId, Actor = asking.Actor.Value, Command = DomainJson.Write(command), IfVersion = asking.IfVersion }, cancellationToken);

    public Task<Answer> AskAsync(StreamId stream, Operation operation, CancellationToken cancellationToken) => patience.AskAsync(stream, operation, cancellationToken);

    /// <summary>Asks and answers a thing that has no number.</summary>
    public async Task<IResult> RunAsync<TCommand>(HttpContext http, Thing<TCommand> thing, TCommand command, Asking asking, string? number = null) where TCommand : class
        => ToHttp(http, thing.Stream, await AskAsync(thing, command, asking, http.RequestAborted), number);

    /// <summary>Asks and answers a thing that begins and bears a number.</summary>
    public async Task<IResult> BeginAsync<TId, TCommand>(HttpContext http, Thing<TCommand> thing, TId id, GivenNumbers<TId> numbers, Func<string, TCommand> command, Asking asking)
        where TId : struct
        where TCommand : class
    {
        var number = await numbers.ForAsync(id, http.RequestAborted);
        var answer = await AskAsync(thing, command(number), asking, http.RequestAborted);
        if (answer.Code == "operation.reused" && await numbers.WrittenAsync(id, http.RequestAborted) is { } written && written != number)
        {
            // Another process was asked the same at the same time and took another number. If nothing else differs, it is the same request.
            number = written;
            answer = await AskAsync(thing, command(number), asking, http.RequestAborted);
        }

        return ToHttp(http, thing.Stream, answer, number);
    }

    /// <summary>The answer as HTTP.</summary>
    public static IResult ToHttp(HttpContext http, StreamId stream, Answer answer, string? number = null, IReadOnlyList<string>? changes = null)
    {
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(Problems.Of(refusal, changes));
        }

        Etag.Put(http, answer.Version);
        return Results.Json(new CommandAnswer(stream.Key, answer.Version, number), Wire.Json);
    }
}

/// <summary>The version of a thing as HTTP has it.</summary>
internal static class Etag
{
    public static void Put(HttpContext http, long version)
        => http.Response.Headers.ETag = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{version}\"");
}
