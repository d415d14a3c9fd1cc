using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Host.Advisories;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>Subscriptions and their deliveries as their keepers see them.</summary>
internal sealed class SubscriptionViews(IRows rows, Need need, AdvisoryNeed advisories, SharedAdvisories shared, EnquiryNeed enquiries, Live.Directory directory, TimeProvider clock)
{
    public async Task<IReadOnlyList<SubscriptionView>> OfAsync(Viewer viewer, IReadOnlyList<Row<Subscription>> found, CancellationToken cancellationToken)
    {
        // Who works here is for the staff to know.
        var staff = SubscriptionRules.Own(viewer) is { Kind: SubscriberKind.Staff };
        var names = await directory.NamesAsync(
            found.Select(row => new Actor(row.Value.By).AsPerson?.Value).OfType<string>(), found.Select(row => row.Value.For.Institution?.Value).OfType<string>(), cancellationToken);
        var partners = await directory.PartnersAsync(found.Select(row => row.Value.For.Partner?.Value).OfType<string>(), cancellationToken);
        var views = new List<SubscriptionView>();
        foreach (var row in found)
        {
            var value = row.Value;
            views.Add(new()
            {
                Id = SubscriptionId.Of(row.Id),
                Version = row.Version,
                Name = value.Facts.Name,
                For = value.For,
                ForName = value.For.Partner is { } partner ? partners[partner.Value].Name : value.For.Institution is { } institution ? names.Institution(institution.Value).Name : null,
                Address = value.Facts.Address,
                Events = value.Facts.Events,
                Filter = value.Facts.Filter,
                CreatedAt = value.At,
                CreatedBy = staff && new Actor(value.By).AsPerson is { } person ? names.Person(person.Value) : null,
                PausedBecause = value.PausedBecause,
                PausedAt = value.PausedAt,
                FailingSince = value.FailingSince,
                FormerUntil = value.Former.Where(former => former.Until > clock.GetUtcNow()).Select(former => (DateTimeOffset?)former.Until).Max(),
            });
        }

        return views;
    }

    public async Task<IReadOnlyList<WebhookView>> OfAsync(Viewer viewer, IReadOnlyList<Row<Webhook>> found, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var subject in found.Select(row => row.Value.What!.Subject).Distinct())
        {
            numbers[subject] = await NumberAsync(viewer, new(subject), cancellationToken);
        }

        return [.. found.Select(row => row.Value).Zip(found, (value, row) => new WebhookView(
            WebhookId.Of(row.Id), value.What!.Subscription, value.What.Event, PublicEventBodies.SubjectOf(value.What.Subject), numbers[value.What.Subject], value.What.At, value.Status, value.Attempts, value.NextAttemptAt))];
    }

    /// <summary>As far as who looks may know of it now.</summary>
    private async Task<string?> NumberAsync(Viewer viewer, StreamId subject, CancellationToken cancellationToken) => subject.Kind switch
    {
        "incident" => await rows.FindAsync(IncidentRows.Lines, subject.Key, cancellationToken) is { } line && need.SightOf(viewer, line.Value) > Sight.Nothing ? line.Value.Number : null,
        "advisory" when viewer.Partner is { } partner => await shared.FindAsync(partner, subject.Key, cancellationToken) is { } one && SharedAdvisoryNews.MayKnow(partner, one, clock.GetUtcNow()) ? one.Line.Value.Number : null,
        "enquiry" => enquiries.Stopped(viewer) is null && await enquiries.FindAsync(viewer, subject.Key, cancellationToken) is { Line: var line } && line.Id == subject.Key ? line.Value.Number : null,
        "advisory" => (await advisories.FindAsync(viewer, subject.Key, cancellationToken))?.Line is { } line && line.Id == subject.Key ? line.Value.Number : null,
        _ => null,
    };
}
