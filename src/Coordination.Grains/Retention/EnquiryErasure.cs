using Coordination.Domain.Escalation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>Erases requests with their threads, and who was chased and told because of each.</summary>
internal sealed class EnquiryErasure(IRows rows, Destruction destruction)
{
    public async Task<Erased> EraseAsync(IReadOnlyList<Row<EnquiryRow>> enquiries, CancellationToken cancellationToken)
    {
        var erased = Erased.Nothing;
        foreach (var enquiry in enquiries)
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
}
