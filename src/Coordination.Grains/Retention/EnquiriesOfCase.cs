using Coordination.Contracts.Retention;
using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>The requests to and from partners about it, with their threads, and who was told of each. What has left stays where it went.</summary>
internal sealed class EnquiriesOfCase(IRows rows, IErasure erasure, Destruction destruction) : ICasePart
{
    public async Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var (messages, told, waiting) = (0L, 0L, 0L);
        var all = await AllAsync(incident, cancellationToken);
        foreach (var enquiry in all)
        {
            messages += enquiry.Value.Messages;
            told += await rows.CountAllAsync(NotificationKind.Table, RowFilter.Is("subject", enquiry.Stream.Value), cancellationToken);
            waiting += await erasure.CountMessagesAsync(enquiry.Stream, cancellationToken);
        }

        List<string> remains = all.Count == 0 ? [] : ["What partners were asked and told, at the partners."];
        return new([new("requests", all.Count), new("messages of requests", messages), new("notifications", told), new("waiting messages", waiting)], remains);
    }

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var erased = Erased.Nothing;
        foreach (var enquiry in await AllAsync(incident, cancellationToken))
        {
            var of = RowFilter.Is("subject", enquiry.Stream.Value);
            var runs = await rows.ListAllAsync(EscalationKind.Table, of, cancellationToken);
            var told = await rows.ListAllAsync(NotificationKind.Table, of, cancellationToken);
            // The request last: until then its row says what belongs to it.
            var streams = await destruction.OfAsync([.. runs.Select(row => row.Stream), .. told.Select(row => row.Stream), enquiry.Stream], cancellationToken);
            erased = erased.And(Erased.Of(new("requests", 1), new("messages of requests", enquiry.Value.Messages), new("escalations", runs.Count), new("notifications", told.Count), new("streams", streams)));
        }

        return erased;
    }

    private async Task<IReadOnlyList<Row<EnquiryRow>>> AllAsync(StreamId incident, CancellationToken cancellationToken)
        => await rows.ListAllAsync(EnquiryRows.Lines, RowFilter.Is("about", incident.Key), cancellationToken);
}
