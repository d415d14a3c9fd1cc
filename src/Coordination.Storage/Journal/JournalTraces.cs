using System.Diagnostics;
using Coordination.Domain.Live;

namespace Coordination.Storage.Journal;

/// <summary>
/// The journal's part of a trace: each commit is a span of its caller's, from waiting to written; each group is one of its own that names its commits.
/// Only counts and kinds of things stand in them, nothing of what was written.
/// </summary>
internal static class JournalTraces
{
    private static readonly ActivitySource Source = new(MeasureNames.Meter);

    /// <summary>Null where nobody listens.</summary>
    public static Activity? StartCommit(PreparedCommit prepared)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var here = Activity.Current?.Context ?? default;
        var span = Source.StartActivity(
            $"commit {prepared.Stream.Kind}", ActivityKind.Internal, here, links: prepared.Commit.Causes.Where(cause => cause != here).Distinct().Select(cause => new ActivityLink(cause)));
        span?.SetTag("coordination.stream.kind", prepared.Stream.Kind).SetTag("coordination.events", prepared.Commit.Events.Count).SetTag("coordination.messages", prepared.Commit.Arm.Count);
        prepared.Trace = span?.Context ?? here;
        return span;
    }

    public static Activity? StartGroup(IReadOnlyList<PreparedCommit> commits)
        => Source.HasListeners()
            ? Source.StartActivity("journal group", ActivityKind.Internal, default(ActivityContext), links: commits.Select(commit => commit.Trace).Where(trace => trace != default).Select(trace => new ActivityLink(trace)))
            : null;
}
