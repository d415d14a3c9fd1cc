using Coordination.Domain.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordination.Grains.Journal;

/// <summary>
/// Asks a thing until it answers: the process that held it may just have died, and its next place takes some seconds to be found. So a caller sees a slow
/// answer instead of an error. Only for operations with an id, or that answer a message: what is asked twice is done once.
/// </summary>
public sealed partial class Patience(IGrainFactory grains, [FromKeyedServices(Patience.Clock)] TimeProvider clock, ILogger<Patience> logger)
{
    /// <summary>The name of its clock. Its pauses are about the wire, not about what happens in the domain: a test that stops the domain's clock must not stop them.</summary>
    public const string Clock = "patience";

    /// <summary>After this time nothing is asked again. An attempt that has begun may take as long as any call may, so the whole takes at most the two together.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <param name="again">Called before it is asked again: an attempt whose answer was lost may have been carried out.</param>
    /// <exception cref="NoAnswerException">It is not known whether it was done.</exception>
    public async Task<Answer> AskAsync(StreamId stream, Operation operation, CancellationToken cancellationToken, Action? again = null)
    {
        if (operation.Id is null && operation.Answers.Count == 0)
        {
            throw new ArgumentException("An operation without an id that answers no message would be done twice.", nameof(operation));
        }

        var begun = clock.GetTimestamp();
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.Thing(stream).ExecuteAsync(operation).WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (Passing.Is(failure) && !cancellationToken.IsCancellationRequested)
            {
                LogNoAnswer(logger, stream, attempt, failure.Message);
                if (clock.GetElapsedTime(begun) + pause > Limit)
                {
                    LogGivenUp(logger, stream, attempt, failure.Message);
                    throw new NoAnswerException($"{stream} gave no answer in {attempt} attempts.", failure);
                }
            }

            again?.Invoke();
            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(1041, LogLevel.Debug, "{Stream} gave no answer in attempt {Attempt}: {Reason}")]
    private static partial void LogNoAnswer(ILogger logger, StreamId stream, int attempt, string reason);

    [LoggerMessage(1042, LogLevel.Warning, "{Stream} gave no answer in {Attempts} attempts; the caller is told to ask again. Last: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, StreamId stream, int attempts, string reason);
}

/// <summary>A thing gave no answer, and asking again did not help. It is not known whether it was done.</summary>
public sealed class NoAnswerException(string message, Exception inner) : Exception(message, inner);
