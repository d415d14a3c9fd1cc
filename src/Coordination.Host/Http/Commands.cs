using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Composition;

namespace Coordination.Host.Http;

/// <summary>Sends commands to things and turns their answers into HTTP. The one place where an outcome gets its status.</summary>
internal sealed class Commands(IGrainFactory grains, [FromKeyedServices(Clocks.Surface)] TimeProvider clock, ILogger<Commands> log)
{
    /// <summary>Every operation has an id, so asking again is harmless; what is asked twice is answered once.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    public IGrainFactory Grains => grains;

    /// <summary>Asks, and asks again briefly when no answer comes (a silo that is going, a conflict that is being read again).</summary>
    /// <exception cref="UnavailableException">It is not known whether it was done.</exception>
    public async Task<Answer> AskAsync<TCommand>(Thing<TCommand> thing, TCommand command, Asking asking, CancellationToken cancellationToken) where TCommand : class
        => await AskAsync(thing.Stream, new Operation { Id = asking.OperationId, Actor = asking.Actor.Value, Command = DomainJson.Write(command), IfVersion = asking.IfVersion }, cancellationToken);

    public async Task<Answer> AskAsync(StreamId stream, Operation operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await grains.Thing(stream).ExecuteAsync(operation).WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                FailuresLog.NoAnswer(log, stream.Value, attempt + 1, failure.Message);
                if (attempt == Pauses.Length)
                {
                    throw new UnavailableException($"{stream} gave no answer.", failure);
                }
            }

            await Task.Delay(Pauses[attempt], clock, cancellationToken);
        }
    }

    /// <summary>Asks and answers a thing that has no number.</summary>
    public async Task<IResult> RunAsync<TCommand>(HttpContext http, Thing<TCommand> thing, TCommand command, Asking asking, string? number = null) where TCommand : class
        => ToHttp(http, thing.Stream, await AskAsync(thing, command, asking, http.RequestAborted), number);

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

    /// <summary>Failures that a second attempt may mend.</summary>
    private static bool IsPassing(Exception failure)
        => failure is TimeoutException or OrleansException or CommitUnknownException;
}

/// <summary>The version of a thing as HTTP has it.</summary>
internal static class Etag
{
    public static void Put(HttpContext http, long version)
        => http.Response.Headers.ETag = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{version}\"");
}
