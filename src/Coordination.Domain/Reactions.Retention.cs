using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;

namespace Coordination.Domain;

/// <summary>What follows from retention rules and erasures.</summary>
public static partial class Reactions
{
    /// <summary>The person cannot keep who erased them and why: they are destroyed.</summary>
    private static IEnumerable<Armed> ErasuresOf(StreamId stream, IReadOnlyList<Recorded<PersonEvent>> events)
        => events.Where(recorded => recorded.Event is PersonErasing).Select(recorded => To(
            ErasureKind.Of(stream), (ErasureCommand)new BeginErasure(stream.Value, "", ((PersonErasing)recorded.Event).Reason, recorded.Actor.Value), Priority.HandOff));

    /// <summary>What an erasure has to do is done outside of any thing, message by message; a day later, when nobody writes into that day's intake any more, what had to be left is looked at again.</summary>
    public static Effects OfErasure(StreamId stream, IReadOnlyList<Recorded<ErasureEvent>> events, Erasure after)
    {
        var arm = new List<Armed>();
        foreach (var recorded in events)
        {
            if (recorded.Event is ErasureBegun begun)
            {
                arm.Add(To(ErasureKind.Work(stream), new EraseOrder(begun.What, begun.Before, [], begun.Labels), Priority.Bulk));
            }
            else if (recorded.Event is ErasureDone { Left.Count: > 0 } done && after.Rounds == 1)
            {
                arm.Add(To(ErasureKind.Work(stream), new EraseOrder(after.Order!.What, after.Order.Before, done.Left), Priority.Bulk, recorded.At + TimeSpan.FromHours(25)));
            }
        }

        return new() { Arm = arm };
    }

    /// <summary>Where the rules work by themselves, they do so once a day; setting others, or switching that off, makes what was armed before say nothing.</summary>
    public static Effects OfRetention(StreamId stream, IReadOnlyList<Recorded<RetentionEvent>> events, RetentionState after)
    {
        var arm = new List<Armed>();
        foreach (var recorded in events)
        {
            if (recorded.Event is RetentionRunBegun begun)
            {
                arm.Add(To(new StreamId("retain", "run"), new RunOrder(recorded.Version, recorded.At, recorded.Actor.Value, begun.Rules), Priority.Bulk));
            }

            // A run by hand has no next; the one that is armed already stays.
            if (after.Rules.Automatic && recorded is { Event: RetentionSet } or { Event: RetentionRunBegun, Actor.Value: "system" })
            {
                arm.Add(To(stream, (RetentionCommand)new RunRetention(after.SetAt), Priority.Bulk, recorded.At + TimeSpan.FromDays(1)));
            }
        }

        return new() { Arm = arm };
    }
}
