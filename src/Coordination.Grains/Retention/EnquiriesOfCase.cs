using Coordination.Contracts.Retention;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>The requests to and from partners about it, with their threads, and who was told of each. What has left stays where it went.</summary>
internal sealed class EnquiriesOfCase(IRows rows, IErasure erasure, EnquiryErasure requests) : ICasePart
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

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken) => await requests.EraseAsync(await AllAsync(incident, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<Row<EnquiryRow>>> AllAsync(StreamId incident, CancellationToken cancellationToken)
        => await rows.ListAllAsync(EnquiryRows.Lines, RowFilter.Is("about", incident.Key), cancellationToken);
}
