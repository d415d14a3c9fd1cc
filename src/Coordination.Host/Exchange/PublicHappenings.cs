using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Host.Advisories;
using Coordination.Host.Incidents;
using Coordination.Host.Partners;

namespace Coordination.Host.Exchange;

/// <summary>Of what was written, what subscribers hear: what they asked for, and only of what they see now.</summary>
internal sealed class PublicHappenings(IRows rows, PartnerCache partners, IncidentSearch search, TimeProvider clock)
{
    private static readonly Dictionary<string, string> ToStaff = new(StringComparer.Ordinal)
    {
        ["incident-opened"] = PublicEvents.IncidentOpened,
        ["incident-acknowledged"] = PublicEvents.IncidentChanged,
        ["incident-assigned"] = PublicEvents.IncidentChanged,
        ["severity-changed"] = PublicEvents.IncidentChanged,
        ["classification-changed"] = PublicEvents.IncidentChanged,
        ["tlp-changed"] = PublicEvents.IncidentChanged,
        ["status-changed"] = PublicEvents.IncidentChanged,
        ["incident-renamed"] = PublicEvents.IncidentChanged,
        ["institution-affected"] = PublicEvents.IncidentChanged,
        ["incident-restriction-lifted"] = PublicEvents.IncidentChanged,
        ["incident-closed"] = PublicEvents.IncidentClosed,
        ["incident-reopened"] = PublicEvents.IncidentReopened,
        ["advisory-published"] = PublicEvents.AdvisoryPublished,
        ["advisory-withdrawn"] = PublicEvents.AdvisoryWithdrawn,
    };

    /// <summary>Who works on it and whom else it concerns is nothing that others see change. Of advisories they hear once they are addressed.</summary>
    private static readonly Dictionary<string, string> ToOthers = new(StringComparer.Ordinal)
    {
        ["incident-opened"] = PublicEvents.IncidentOpened,
        ["severity-changed"] = PublicEvents.IncidentChanged,
        ["classification-changed"] = PublicEvents.IncidentChanged,
        ["tlp-changed"] = PublicEvents.IncidentChanged,
        ["status-changed"] = PublicEvents.IncidentChanged,
        ["incident-renamed"] = PublicEvents.IncidentChanged,
        ["incident-shared"] = PublicEvents.IncidentShared,
        ["institution-affected"] = PublicEvents.IncidentShared,
        ["incident-closed"] = PublicEvents.IncidentClosed,
        ["incident-reopened"] = PublicEvents.IncidentReopened,
        ["institution-addressed"] = PublicEvents.AdvisoryPublished,
        ["institution-released"] = PublicEvents.AdvisoryWithdrawn,
    };

    /// <summary>Something happened to a thing. What happened to it in the same way more than once in one look is one event, the newest.</summary>
    private sealed record Happened(string Event, StreamId Stream, long Version, DateTimeOffset At);

    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var (toStaff, toOthers) = (Fold(entries, ToStaff), Fold(entries, ToOthers));
        if (toStaff.Count + toOthers.Count == 0)
        {
            return [];
        }

        var subscriptions = await ActiveAsync(cancellationToken);
        if (subscriptions.Count == 0)
        {
            return [];
        }

        var all = toStaff.Concat(toOthers).Select(one => one.Stream).ToArray();
        var incidents = await FindAsync(IncidentRows.Lines, all, "incident", cancellationToken);
        var advisories = await FindAsync(AdvisoryKind.Lines, all, "advisory", cancellationToken);
        var addressees = await FindAsync(AddresseeKind.Table, all, "addressee", cancellationToken);
        var details = subscriptions.Any(one => one.Value.For.Kind == SubscriberKind.Institution) ? await FindAsync(IncidentRows.Details, [.. toOthers.Select(one => one.Stream)], "incident", cancellationToken) : [];
        var heard = new List<NewWebhook>();
        foreach (var subscription in subscriptions)
        {
            var (value, id) = (subscription.Value, SubscriptionId.Of(subscription.Id));
            var viewer = await ViewerAsync(value.For, cancellationToken);
            var happened = (value.For.Kind == SubscriberKind.Staff ? toStaff : toOthers).Where(one => value.Facts.Events.Contains(one.Event)).ToArray();
            foreach (var one in await AskedForAsync(value, viewer, happened, incidents, advisories, addressees, cancellationToken))
            {
                heard.AddRange(WhichOf(value, one, incidents.GetValueOrDefault(one.Stream.Key), details.GetValueOrDefault(one.Stream.Key))
                    .Select(which => new NewWebhook(WebhookKind.IdOf(id, one.Event, one.Stream, which), new(id, one.Event, SubjectOf(one.Stream), one.At))));
            }
        }

        return heard;
    }

    private static List<Happened> Fold(IReadOnlyList<FeedEntry> entries, Dictionary<string, string> names)
        => [.. entries.Where(entry => names.ContainsKey(entry.Type)).GroupBy(entry => (Event: names[entry.Type], entry.Stream)).Select(group => group.MaxBy(entry => entry.Version)! is var last ? new Happened(group.Key.Event, group.Key.Stream, last.Version, last.At) : null!)];

    private async Task<IReadOnlyList<Row<Subscription>>> ActiveAsync(CancellationToken cancellationToken)
    {
        var found = new List<Row<Subscription>>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(SubscriptionKind.Table, new RowQuery(RowFilter.Is("paused", false), Limit: 1_000, After: cursor), cancellationToken);
            found.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null);

        return found;
    }

    private async Task<Dictionary<string, Row<TRow>>> FindAsync<TRow>(RowTable<TRow> table, IReadOnlyList<StreamId> streams, string kind, CancellationToken cancellationToken) where TRow : class
    {
        string[] ids = [.. streams.Where(stream => stream.Kind == kind).Select(stream => stream.Key).Distinct()];
        return ids.Length == 0 ? [] : (await rows.FindManyAsync(table, ids, cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
    }

    private async Task<Viewer> ViewerAsync(Subscriber subscriber, CancellationToken cancellationToken)
        => SubscriptionRules.ViewerOf(subscriber, subscriber.Partner is { } partner && await partners.FindAsync(partner.Value, cancellationToken) is { } row ? Partner.StandingOf(partner, row) : null);

    /// <summary>Those that the subscriber sees and whose filter they pass. Of what they see the mere existence, no filter is asked: its answer would tell more.</summary>
    private async Task<IReadOnlyList<Happened>> AskedForAsync(
        Subscription subscription, Viewer viewer, IReadOnlyList<Happened> happened, Dictionary<string, Row<IncidentRow>> incidents, Dictionary<string, Row<AdvisoryRow>> advisories,
        Dictionary<string, Row<AddresseeRow>> addressees, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var staff = subscription.For.Kind == SubscriberKind.Staff;
        var seen = happened.Where(one => one.At >= subscription.At && (one.Stream.Kind switch
        {
            "incident" => incidents.TryGetValue(one.Stream.Key, out var line) && !line.Value.Exercise && Disclosure.Of(viewer, line.Value, now) > Sight.Nothing,
            "advisory" => advisories.TryGetValue(one.Stream.Key, out var line) && !line.Value.Exercise,
            _ => addressees.TryGetValue(one.Stream.Key, out var line) && !line.Value.Exercise && line.Value.Institution == subscription.For.Institution && Disclosure.Of(viewer, line.Value, now) > Sight.Nothing,
        })).ToArray();
        if (subscription.Facts.Filter is not { } filter || seen.Length == 0)
        {
            return seen;
        }

        if (staff)
        {
            var passed = await PassedAsync(filter, viewer, seen, cancellationToken);
            return [.. seen.Where(one => passed.Contains(one.Stream))];
        }

        return [.. seen.Where(one => one.Stream.Kind == "incident"
            ? incidents[one.Stream.Key].Value is var line && (Disclosure.Of(viewer, line, now) == Sight.Existence || SubscriberFilter.Holds(Query.Parse(filter).Query, line.Severity, line.Tlp, line.Status, line.Classification))
            : addressees[one.Stream.Key].Value is var own && (Disclosure.Of(viewer, own, now) == Sight.Existence || SubscriberFilter.Holds(Query.Parse(filter, QuerySubject.Advisories).Query, own.Severity, own.Tlp)))];
    }

    /// <summary>Staff ask as they search.</summary>
    private async Task<HashSet<StreamId>> PassedAsync(string filter, Viewer viewer, IReadOnlyList<Happened> seen, CancellationToken cancellationToken)
    {
        var passed = new HashSet<StreamId>();
        if (Ids(seen, "incident") is { Length: > 0 } incidents)
        {
            var asked = await search.CompileAsync(Query.Parse(filter).Query, viewer, cancellationToken);
            passed.UnionWith((await rows.ListAsync(IncidentRows.Lines, new RowQuery(With(asked, incidents), Limit: incidents.Length), cancellationToken)).Rows.Select(row => row.Stream));
        }

        if (Ids(seen, "advisory") is { Length: > 0 } advisories)
        {
            var asked = await AdvisoryQueries.CompileAsync(Query.Parse(filter, QuerySubject.Advisories).Query, rows, clock.GetUtcNow(), cancellationToken);
            passed.UnionWith((await rows.ListAsync(AdvisoryKind.Lines, new RowQuery(With(asked, advisories), Limit: advisories.Length), cancellationToken)).Rows.Select(row => row.Stream));
        }

        return passed;
    }

    private static object[] Ids(IReadOnlyList<Happened> seen, string kind) => [.. seen.Where(one => one.Stream.Kind == kind).Select(one => (object)one.Stream.Key).Distinct()];

    private static AllOf With(RowFilter? asked, object[] ids) => new AllOf([.. asked is null ? [] : new[] { asked }, new AnyValue("id", ids)]);

    /// <summary>
    /// Which of its kind it is. The feed does not say with whom a thing was shared: each share with this subscriber is an event once, whenever it is looked at, and so is that it concerns the institution.
    /// </summary>
    private static IEnumerable<string> WhichOf(Subscription subscription, Happened happened, Row<IncidentRow>? line, Row<IncidentDetailRow>? detail)
    {
        if (happened.Event != PublicEvents.IncidentShared)
        {
            return WasSeen(subscription, happened, line?.Value, detail?.Value) ? [happened.Version.ToString(CultureInfo.InvariantCulture)] : [];
        }

        var word = SubscriptionRules.WordOf(subscription.For);
        var shares = line!.Value.Shares.Where(share => share.With == word && share.At >= subscription.At).Select(share => string.Create(CultureInfo.InvariantCulture, $"share {share.Number}"));
        var concerned = detail?.Value.Affected.Any(one => one.Institution == subscription.For.Institution && one.Since > line.Value.OpenedAt && one.Since >= subscription.At) == true;
        return concerned ? shares.Append("concerned") : shares;
    }

    /// <summary>Of what happened before a partner or institution could see it, it hears nothing, however late it is looked at: the sharing tells it that there is something.</summary>
    private static bool WasSeen(Subscription subscription, Happened happened, IncidentRow? line, IncidentDetailRow? detail)
    {
        if (line is null || happened.Stream.Kind != "incident" || SubscriptionRules.WordOf(subscription.For) is not { } word)
        {
            return true;
        }

        var concerned = detail?.Affected.FirstOrDefault(one => one.Institution == subscription.For.Institution)?.Since;
        return happened.Event == PublicEvents.IncidentOpened ? concerned == line.OpenedAt
            : line.Shares.Where(share => share.With == word).Select(share => (DateTimeOffset?)share.At).Append(concerned).Any(since => since <= happened.At);
    }

    private static string SubjectOf(StreamId stream) => stream.Kind == "addressee" ? AdvisoryKind.Stream(AddresseeKind.AdvisoryOf(stream)).Value : stream.Value;
}
