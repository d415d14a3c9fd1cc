using System.Diagnostics;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Live;

namespace Coordination.Grains.Journal;

/// <summary>
/// The dispatcher's part of a trace: what is delivered goes on in the trace that armed it, others that are delivered together with it are linked.
/// Only counts and kinds of things stand in the spans: no address, no name, nothing that has a label.
/// </summary>
internal static class DeliveryTraces
{
    private static readonly ActivitySource Source = new(MeasureNames.Meter);

    /// <summary>Null where nobody listens.</summary>
    public static Activity? Start(DispatchWork work)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var causes = work.Messages.Select(message => message.Cause).Where(cause => cause != default).Distinct().ToArray();
        return Source.StartActivity($"deliver {work.Target.Kind}", ActivityKind.Consumer, causes.FirstOrDefault(), links: causes.Skip(1).Select(cause => new ActivityLink(cause)))
            ?.SetTag("coordination.target.kind", work.Target.Kind)
            .SetTag("coordination.messages", work.Messages.Count)
            .SetTag("coordination.priority", work.Messages[0].Priority.ToString());
    }

    /// <summary>An attempt to deliver to the outside.</summary>
    public static Activity? StartAttempt(Channel channel, int attempt)
        => Source.StartActivity(channel == Channel.Mail ? "send mail" : "send webhook", ActivityKind.Client)?.SetTag("coordination.attempt", attempt);
}
