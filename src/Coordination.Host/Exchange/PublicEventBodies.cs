using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Host.Advisories;
using Coordination.Host.Composition;
using Coordination.Host.Live;
using Coordination.Host.Partners;

namespace Coordination.Host.Exchange;

/// <summary>What an event says to its subscriber, made when it is sent: what they could see when it happened they may not see any more. Above GREEN it is thin.</summary>
internal sealed class PublicEventBodies(IRows rows, PartnerStandings partners, Need need, Views views, AdvisoryNeed advisories, AdvisoryPages pages, SharedAdvisories shared, EnquiryNeed enquiries, EnquiryViews requests, PublicAddress address)
{
    public const string MediaType = "application/cloudevents+json";

    private const string Lost = "The subscriber may not see it any more, or it has been erased. Nothing was sent.";
    private const string Exercise = "It belongs to an exercise, of which nothing leaves.";

    /// <summary>The event; null where nothing may be sent, and why.</summary>
    public async Task<(byte[]? Body, string? Why)> OfAsync(WebhookId id, PublicHappening what, Subscriber subscriber, CancellationToken cancellationToken)
    {
        var (data, why) = await DataAsync(what, await ViewerAsync(subscriber, cancellationToken), cancellationToken);
        return data is null ? (null, why) : (Envelope(id, what.Event, what.At, SubjectOf(what.Subject), data), null);
    }

    /// <summary>A test is about nothing.</summary>
    public byte[] Test(WebhookId id, DateTimeOffset now) => Envelope(id, PublicEvents.Test, now, null, new(null, Tlp.Clear, null));

    /// <summary>How the subscriber looks at things now; of a partner, as its agreement stands.</summary>
    public async Task<Viewer> ViewerAsync(Subscriber subscriber, CancellationToken cancellationToken)
        => SubscriptionRules.ViewerOf(subscriber, subscriber.Partner is { } partner ? await partners.FindAsync(partner, cancellationToken) : null);

    /// <summary>What it is about as others name it: a request is called that, whatever its stream is called.</summary>
    public static string SubjectOf(string stream) => new StreamId(stream) is { Kind: "enquiry" } request ? $"request/{request.Key}" : stream;

    private byte[] Envelope(WebhookId id, string type, DateTimeOffset at, string? subject, PublicEventData data)
        => JsonSerializer.SerializeToUtf8Bytes(new PublicEvent("1.0", id, address.Value, type, at, subject, "application/json", data.Tlp.Label(), data), Wire.Json);

    private Task<(PublicEventData? Data, string? Why)> DataAsync(PublicHappening what, Viewer viewer, CancellationToken cancellationToken)
        => new StreamId(what.Subject) is var subject && PublicEvents.IsOfRequest(what.Event) ? RequestAsync(subject.Key, what.Message, viewer, cancellationToken)
            : !PublicEvents.IsOfAdvisory(what.Event) ? IncidentAsync(subject.Key, viewer, cancellationToken)
            : viewer.Partner is { } partner ? SharedAsync(what.Event, subject.Key, partner, cancellationToken)
            : AdvisoryAsync(subject.Key, viewer, cancellationToken);

    private async Task<(PublicEventData? Data, string? Why)> IncidentAsync(string id, Viewer viewer, CancellationToken cancellationToken)
    {
        // By its id: a number that happens to be one is another incident's.
        if (await rows.FindAsync(IncidentRows.Lines, id, cancellationToken) is not { } line || need.SightOf(viewer, line.Value) == Sight.Nothing)
        {
            return (null, Lost);
        }

        var whole = need.SightOf(viewer, line.Value) > Sight.Existence && Disclosure.Outside(line.Value.Tlp) > Sight.Existence;
        return line.Value.Exercise ? (null, Exercise)
            : (new(line.Value.Number, line.Value.Tlp, $"{address.Value}{Routes.Incidents}/{id}", whole ? await views.SummaryAsync(viewer, line, cancellationToken) : null), null);
    }

    private async Task<(PublicEventData? Data, string? Why)> AdvisoryAsync(string id, Viewer viewer, CancellationToken cancellationToken)
    {
        if (await advisories.FindAsync(viewer, id, cancellationToken) is not { Sight: > Sight.Nothing } seen || seen.Line.Id != id)
        {
            return (null, Lost);
        }

        var label = seen.Own?.Value.Tlp ?? seen.Line.Value.Tlp;
        var whole = seen.Sight > Sight.Existence && Disclosure.Outside(label) > Sight.Existence;
        return seen.Line.Value.Exercise ? (null, Exercise)
            : (new(seen.Line.Value.Number, label, $"{address.Value}{Routes.Advisories}/{id}", Advisory: whole ? await SummaryAsync(viewer, seen, cancellationToken) : null), null);
    }

    private async Task<(PublicEventData? Data, string? Why)> SharedAsync(string happened, string id, PartnerStanding partner, CancellationToken cancellationToken)
        => await shared.FindAsync(partner, id, cancellationToken) is { } one && shared.Data(happened, partner, one) is { } data ? (data, null) : (null, Lost);

    /// <param name="message">The message that it tells of: it must be shown still, and where it is stricter than the request, its label holds.</param>
    private async Task<(PublicEventData? Data, string? Why)> RequestAsync(string id, int? message, Viewer viewer, CancellationToken cancellationToken)
    {
        if (enquiries.Stopped(viewer) is not null || await enquiries.FindAsync(viewer, id, cancellationToken) is not { } seen || seen.Line.Id != id)
        {
            return (null, Lost);
        }

        var written = message is { } number ? await requests.MessageAsync(viewer, seen.Line, number, cancellationToken) : null;
        if (message is not null && written is null)
        {
            return (null, Lost);
        }

        var label = written?.Tlp > seen.Line.Value.Tlp ? written.Tlp : seen.Line.Value.Tlp;
        var whole = Disclosure.Outside(label) > Sight.Existence;
        var told = seen.About is { } about && !EnquiryParts.NamesOutside(about.Value) ? seen with { About = null } : seen;
        return seen.Line.Value.Exercise ? (null, Exercise)
            : (new(seen.Line.Value.Number, label, $"{address.Value}{Routes.Enquiries}/{id}", Request: whole ? (await requests.SummariesAsync(viewer, [told], cancellationToken))[0] : null), null);
    }

    private async Task<AdvisorySummary> SummaryAsync(Viewer viewer, SeenAdvisory seen, CancellationToken cancellationToken)
        => seen.Own is { } own ? (await pages.OwnAsync(viewer, [own], cancellationToken))[0] : AdvisoryPages.Summary(seen.Line);
}
