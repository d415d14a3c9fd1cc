using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What happens to requests, as subscribers hear it: the staff of those about nothing that is kept from them, a partner of its own.</summary>
internal sealed class EnquiryHappenings(EnquiryNeed need, EnquiryViews views, IRows rows) : IHappenings
{
    /// <summary>Who of us has one, and that it will be due, is nothing that others see.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["enquiry-opened"] = PublicEvents.RequestOpened,
        ["enquiry-written"] = PublicEvents.RequestMessage,
        ["enquiry-overdue"] = PublicEvents.RequestOverdue,
        ["enquiry-closed"] = PublicEvents.RequestClosed,
        ["enquiry-withdrawn"] = PublicEvents.RequestWithdrawn,
    };

    public bool Tells(FeedEntry entry) => entry.Stream.Kind == "enquiry" && Names.ContainsKey(entry.Type);

    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken)
    {
        var happened = Happened.In(entries, Names);
        var lines = await rows.FoundAsync(EnquiryRows.Lines, happened.Select(one => one.Stream.Key), cancellationToken);
        var heard = new List<NewWebhook>();
        foreach (var one in all.Where(one => need.Stopped(one.Viewer) is null && happened.Any(what => one.Hears(what.Event, what.At))))
        {
            var seen = (await need.PassedAsync(one.Viewer, [.. lines.Values.Where(line => !line.Value.Exercise && Holds(one.Filter, line.Value))], cancellationToken)).ToDictionary(found => found.Line.Id);
            foreach (var what in happened.Where(what => seen.ContainsKey(what.Stream.Key)))
            {
                if (what.Event != PublicEvents.RequestMessage)
                {
                    heard.AddRange(one.Hears(what.Event, what.At) ? [one.Hear(what.Event, what.Stream, what.Version.ToString(CultureInfo.InvariantCulture), what.At)] : []);
                }
                // The newest in the journal may be hidden from a partner, and one before it not.
                else if (one.Hears(what.Event, what.At) && await views.NewestAsync(one.Viewer, seen[what.Stream.Key].Line, cancellationToken) is { Number: > 1 } message && one.Hears(what.Event, message.At))
                {
                    heard.Add(one.Hear(what.Event, what.Stream, string.Create(CultureInfo.InvariantCulture, $"message {message.Number}"), message.At, message: message.Number));
                }
            }
        }

        return heard;
    }

    /// <summary>A request has nothing else that a query asks for. A filter that asks for more was refused with the subscription.</summary>
    private static bool Holds(string? filter, EnquiryRow row) => filter is null || SubscriberFilter.Holds(Query.Parse(filter).Query, row.Severity, row.Tlp);
}
