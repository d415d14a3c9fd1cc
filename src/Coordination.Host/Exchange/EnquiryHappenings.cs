using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What happens to requests, as subscribers hear it: the staff of those about nothing that is kept from them, a partner of its own.</summary>
internal sealed class EnquiryHappenings(EnquiryNeed need, EnquiryViews views, IRows rows) : Happenings<IReadOnlyDictionary<string, Row<EnquiryRow>>>
{
    /// <summary>Who of us has one, and that it will be due, is nothing that others see.</summary>
    private static readonly PublicNames Names = new(
        "enquiry",
        ("enquiry-opened", PublicEvents.RequestOpened),
        ("enquiry-written", PublicEvents.RequestMessage),
        ("enquiry-overdue", PublicEvents.RequestOverdue),
        ("enquiry-closed", PublicEvents.RequestClosed),
        ("enquiry-withdrawn", PublicEvents.RequestWithdrawn));

    protected override PublicNames NamesFor(SubscriberKind kind) => kind == SubscriberKind.Institution ? PublicNames.None : Names;

    protected override async Task<IReadOnlyDictionary<string, Row<EnquiryRow>>> ReadAsync(IReadOnlyList<StreamId> streams, CancellationToken cancellationToken)
        => await rows.FoundAsync(EnquiryRows.Lines, streams.Select(stream => stream.Key), cancellationToken);

    protected override async Task<IEnumerable<(StreamId Stream, News News)>> HeardAsync(
        Listening one, IReadOnlyList<Happened> happened, IReadOnlyDictionary<string, Row<EnquiryRow>> things, CancellationToken cancellationToken)
    {
        if (need.Stopped(one.Viewer) is not null)
        {
            return [];
        }

        var asked = things.Values.Where(line => !line.Value.Exercise && SubscriberFilter.Holds(one.Filter, QuerySubject.Incidents, Sight.All, line.Value.Severity, line.Value.Tlp)).ToArray();
        var seen = (await need.PassedAsync(one.Viewer, asked, cancellationToken)).ToDictionary(found => found.Line.Id, found => found.Line);
        var heard = new List<(StreamId, News)>();
        foreach (var what in happened.Where(what => seen.ContainsKey(what.Stream.Key)))
        {
            var newest = what.Event == PublicEvents.RequestMessage ? await views.NewestAsync(one.Viewer, seen[what.Stream.Key], cancellationToken) : null;
            heard.AddRange(EnquiryNews.Of(what, newest) is { } news ? [(what.Stream, news)] : []);
        }

        return heard;
    }
}
