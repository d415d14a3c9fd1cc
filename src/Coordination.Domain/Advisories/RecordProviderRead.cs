using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>A step of a reading is over; it answers the message that asked for it. Of a reading that was given up nothing is recorded: what it took is known by itself.</summary>
public sealed record RecordProviderRead(long Reading, ProviderRead Step) : ProviderCommand
{
    /// <summary>So many rejected documents are kept with their reasons; who serves more that is wrong is shown as a whole.</summary>
    public const int MostRejected = 500;

    public override Decision<ProviderEvent> Decide(Provider state, Context context)
    {
        if (state.Reading != Reading)
        {
            return Decision<ProviderEvent>.Nothing;
        }

        if (state.Namespace is { } first && Step.Namespace is { } now && first != now)
        {
            return new ProviderRead(null, null, [], 0, [], 0, $"The provider spoke for {first} and now says that it is {now}. Register it anew under another id if that is right.");
        }

        var room = MostRejected - state.Rejected.Count;
        RejectedDocument[] lost = [.. Step.Rejected.Where(one => !state.Rejected.ContainsKey(one.Url)).Skip(Math.Max(0, room))];
        if (lost.Length == 0)
        {
            return Step;
        }

        // Whose reason is not kept is not marked as read either: it would be missing without a word.
        var keys = lost.Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        return Step with
        {
            Read = [.. Step.Read.Where(mark => !keys.Contains(mark.Key))],
            Rejected = [.. Step.Rejected.Except(lost)],
            Failure = $"More than {MostRejected} documents of this provider are rejected. Look at the reasons, and ask the publisher.",
        };
    }
}
