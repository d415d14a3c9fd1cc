using Coordination.Contracts;
using Coordination.Contracts.Client;

namespace Coordination.Console.Shell;

/// <summary>What went wrong, as a problem that can be shown.</summary>
internal static class Problems
{
    /// <summary>No answer came: whether it was done is not known.</summary>
    public const string NoAnswer = "console.no-answer";

    /// <summary>Runs something and answers what went wrong, or null if nothing did.</summary>
    public static async Task<Problem?> TryAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return new Problem
            {
                Code = NoAnswer,
                Detail = "The server did not answer, so it is not known whether this was done. It is safe to try again: the same request is never carried out twice.",
            };
        }
    }
}
