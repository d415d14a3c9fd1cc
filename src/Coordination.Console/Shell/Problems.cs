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

    /// <summary>Whether it is about this field: refusals name fields as <c>name</c>, <c>/name</c> or <c>contacts/2/address</c>.</summary>
    public static bool IsOf(Problem? problem, string path)
        => problem?.Field is { Length: > 0 } field && string.Equals(field.TrimStart('/').Split('/', '.', '[')[0], path, StringComparison.OrdinalIgnoreCase);

    /// <summary>What none of these fields shows; null where one does.</summary>
    public static Problem? Besides(Problem? problem, params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (IsOf(problem, path))
            {
                return null;
            }
        }

        return problem;
    }
}
