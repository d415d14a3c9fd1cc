using System.Net;

namespace Coordination.Contracts.Client;

/// <summary>The server refused a request and said why.</summary>
public sealed class ProblemException : Exception
{
    public ProblemException(Problem problem)
        : base(problem?.Detail ?? problem?.Title ?? "The server refused the request.")
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
    }

    public ProblemException()
        : this(new Problem())
    {
    }

    public ProblemException(string message)
        : this(new Problem { Detail = message })
    {
    }

    public ProblemException(string message, Exception innerException)
        : base(message, innerException) => Problem = new Problem { Detail = message };

    /// <summary>What the server said.</summary>
    public Problem Problem { get; }

    /// <summary>When to come again, where too much was asked.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The stable code, or the empty string.</summary>
    public string Code => Problem.Code ?? "";

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Problem.Status;
}
