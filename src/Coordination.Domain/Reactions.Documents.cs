using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>Documents of other publishers begin drafts.</content>
public static partial class Reactions
{
    /// <summary>An advisory is begun with the text of the newest version; one that comes later is offered to its draft.</summary>
    public static Effects OfReceivedDocument(ReceivedDocument before, IReadOnlyList<Recorded<ReceivedDocumentEvent>> events)
    {
        var arm = new List<Armed>();
        var (text, hash, advisory, number, older) = (before.Content, before.Newest?.Hash, before.Advisory, before.Number, before.Hashes.Values.ToList());
        foreach (var recorded in events)
        {
            if (recorded.Event is DocumentReceived received)
            {
                if (advisory is { } known)
                {
                    arm.Add(To(AdvisoryKind.Stream(known), (AdvisoryCommand)new TakeNewerDocument(received.Content, received.Document.Hash, number, [.. older]), Priority.HandOff));
                }

                (text, hash) = (received.Content, received.Document.Hash);
                older.Add(hash);
            }
            else if (recorded.Event is DocumentDrafted drafted)
            {
                (advisory, number) = (drafted.Advisory, drafted.Number);
                arm.Add(To(AdvisoryKind.Stream(drafted.Advisory), (AdvisoryCommand)new DraftAdvisory(drafted.Number, text!, Document: hash), Priority.HandOff));
            }
        }

        return new() { Arm = arm };
    }

    /// <summary>
    /// A reading of a provider is done outside of any thing, step by step, each armed with what the one before it read: whoever is killed loses one step. Readings by the clock arm the next
    /// when they begin; setting others makes what was armed before say nothing.
    /// </summary>
    public static Effects OfProvider(StreamId stream, IReadOnlyList<Recorded<ProviderEvent>> events, Provider after)
    {
        var arm = new List<Armed>();
        foreach (var recorded in events)
        {
            if (recorded.Event is ProviderReadingBegun || (recorded.Event is ProviderRead { Failure: null, Left: > 0 } && after.Reading is not null))
            {
                arm.Add(To(ProviderKind.Work(stream), new ReadOrder(after.Reading!.Value), Priority.Bulk));
            }

            if (after.Settings!.EveryHours is { } hours && (recorded.Event is ProviderSet || recorded is { Event: ProviderReadingBegun, Actor.Value: "system" }))
            {
                arm.Add(To(stream, (ProviderCommand)new ReadProvider(after.SetAt), Priority.Bulk, recorded.Event is ProviderSet ? null : recorded.At + TimeSpan.FromHours(hours)));
            }
        }

        return new() { Arm = arm };
    }
}
