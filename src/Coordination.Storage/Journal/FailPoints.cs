using System.Diagnostics;
using System.Globalization;

namespace Coordination.Storage.Journal;

/// <summary>Places between two steps of the writer at which tests let things go wrong: an exception, or the end of the process.</summary>
internal interface IFailPoints
{
    /// <summary>The writer has come to this place.</summary>
    void Hit(string point);
}

/// <summary>The names of the places.</summary>
internal static class FailPoint
{
    /// <summary>A group is written, and not yet committed.</summary>
    public const string BeforeCommit = "journal.before-commit";

    /// <summary>A group is about to be committed; an exception from here on leaves open whether it was.</summary>
    public const string Committing = "journal.committing";

    /// <summary>A group is committed, and nobody knows it yet.</summary>
    public const string AfterCommit = "journal.after-commit";

    /// <summary>The answer to a commit was lost, and the writer is about to look it up.</summary>
    public const string BeforeLookup = "journal.before-lookup";

    /// <summary>The callers have been answered, and the dispatcher has its messages.</summary>
    public const string Answered = "journal.answered";
}

/// <summary>Nothing goes wrong on purpose.</summary>
internal sealed class NoFailPoints : IFailPoints
{
    public void Hit(string point)
    {
    }
}

/// <summary>
/// Kills the process, as <c>kill -9</c> does, when it comes to a place for the n-th time. For the kill tests of the real executable:
/// <c>COORDINATION_FAIL_AT=journal.after-commit:17</c>.
/// </summary>
internal sealed class KillPoint(string point, int count) : IFailPoints
{
    public const string Variable = "COORDINATION_FAIL_AT";

    private int _left = count;

    public static IFailPoints FromEnvironment() => Of(Environment.GetEnvironmentVariable(Variable));

    public static IFailPoints Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new NoFailPoints();
        }

        var parts = text.Split(':');
        var count = 1;
        return parts.Length <= 2 && (parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0))
            ? new KillPoint(parts[0], count)
            : throw new InvalidOperationException($"{Variable} is '{text}'; a place and a number are expected, for example {FailPoint.AfterCommit}:17.");
    }

    public void Hit(string reached)
    {
        if (reached == point && Interlocked.Decrement(ref _left) == 0)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }
}
