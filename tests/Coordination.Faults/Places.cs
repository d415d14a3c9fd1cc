using Coordination.Faults.Load;

namespace Coordination.Faults;

/// <summary>Where a process can be made to kill itself: between any two steps of a commit.</summary>
internal static class Places
{
    private static readonly string[] All = ["journal.before-commit", "journal.committing", "journal.after-commit", "journal.answered"];

    /// <summary>A place and how often it is passed before, as <c>COORDINATION_FAIL_AT</c> takes it.</summary>
    public static string Draw(Random random, int most) => $"{random.OneOf(All)}:{random.Next(1, most).Text()}";
}
