using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;

namespace Coordination.Grains.Retention;

/// <summary>Erases what a rule says is too old, of what belongs to no case: see <see cref="AgedErasure.NameOf"/>.</summary>
internal sealed class AgedErasure(DueRows due, AlertErasure alerts, EnquiryErasure requests, Destruction destruction, Lanes lanes) : IErases
{
    /// <summary>What an erasure by age is called; null for incidents, each of which has an erasure of its own.</summary>
    public static string? NameOf(RetentionOf what) => what switch
    {
        RetentionOf.AlertsWithoutIncident => "alerts",
        RetentionOf.Notifications => "notifications",
        RetentionOf.Readings => "readings",
        RetentionOf.ReceivedDocuments => "documents",
        RetentionOf.Requests => "requests",
        RetentionOf.Submissions => "submissions",
        _ => null,
    };

    public bool Takes(string what) => what is "alerts" or "notifications" or "readings" or "documents" or "requests" or "submissions";

    public async Task<Erased> RunAsync(EraseOrder order, CancellationToken cancellationToken)
    {
        if (order.Days.Count > 0)
        {
            var (destroyed, left) = await lanes.DestroyEmptyAsync(order.Days.Select(day => new StreamId(day)), cancellationToken);
            return new([new("streams", destroyed)], left);
        }

        var (erased, before) = (Erased.Nothing, order.Before!.Value);
        switch (order.What)
        {
            case "alerts":
                await foreach (var page in due.AlertsAsync(order.Labels ?? [], before, cancellationToken))
                {
                    erased = erased.And(page.Count == 0 ? Erased.Nothing : await alerts.EraseAsync(page, cancellationToken));
                }

                return erased;
            case "notifications":
                await foreach (var page in due.NotificationsAsync(before, cancellationToken))
                {
                    erased = erased.And(Erased.Of(
                        new("notifications", page.Count), new("deliveries", page.Sum(row => row.Value.Deliveries.Count)), new("streams", await destruction.OfAsync(page.Select(row => row.Stream), cancellationToken))));
                }

                return erased;
            case "documents":
                await foreach (var page in due.DocumentsAsync(before, cancellationToken))
                {
                    erased = erased.And(Erased.Of(new("documents", page.Count), new("streams", await destruction.OfAsync(page.Select(row => row.Stream), cancellationToken))));
                }

                return erased;
            case "requests":
                await foreach (var page in due.RequestsAsync(order.Labels ?? [], before, cancellationToken))
                {
                    erased = erased.And(await requests.EraseAsync(page, cancellationToken));
                }

                return erased;
            case "submissions":
                await foreach (var page in due.SubmissionsAsync(before, cancellationToken))
                {
                    erased = erased.And(Erased.Of(new("submissions", page.Count), new("streams", await destruction.OfAsync(page.Select(row => row.Stream), cancellationToken))));
                }

                return erased;
            default:
                var days = await due.ReadingsAsync(before, cancellationToken);
                return Erased.Of(new("readings", days.Sum(day => day.Readings)), new("streams", await destruction.OfAsync(days.Select(day => day.Stream), cancellationToken)));
        }
    }
}
