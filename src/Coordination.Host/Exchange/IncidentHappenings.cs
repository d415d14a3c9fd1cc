using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Host.Incidents;

namespace Coordination.Host.Exchange;

/// <summary>What happens to incidents, as subscribers hear it.</summary>
internal sealed class IncidentHappenings(IRows rows, IncidentSearch search, TimeProvider clock) : IHappenings
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
    };

    /// <summary>Who works on it and whom else it concerns is nothing that others see change.</summary>
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
    };

    public bool Tells(FeedEntry entry) => entry.Stream.Kind == "incident" && (ToStaff.ContainsKey(entry.Type) || ToOthers.ContainsKey(entry.Type));

    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken)
    {
        var (toStaff, toOthers) = (Happened.In(entries, ToStaff), Happened.In(entries, ToOthers));
        var lines = await rows.FoundAsync(IncidentRows.Lines, entries.Select(entry => entry.Stream.Key), cancellationToken);
        var details = all.Any(one => one.Kind == SubscriberKind.Institution) ? await rows.FoundAsync(IncidentRows.Details, toOthers.Select(one => one.Stream.Key), cancellationToken) : [];
        var heard = new List<NewWebhook>();
        foreach (var one in all)
        {
            var seen = (one.Kind == SubscriberKind.Staff ? toStaff : toOthers)
                .Where(happened => one.Hears(happened.Event, happened.At) && lines.TryGetValue(happened.Stream.Key, out var line) && !line.Value.Exercise && SightOf(one, line.Value) > Sight.Nothing).ToArray();
            foreach (var happened in await AskedForAsync(one, seen, lines, cancellationToken))
            {
                heard.AddRange(WhichOf(one.Value, happened, lines[happened.Stream.Key].Value, details.GetValueOrDefault(happened.Stream.Key)?.Value).Select(which => one.Hear(happened.Event, happened.Stream, which, happened.At)));
            }
        }

        return heard;
    }

    private Sight SightOf(Listening one, IncidentRow line) => Disclosure.Of(one.Viewer, line, clock.GetUtcNow());

    /// <summary>Staff ask as they search. Of what others see the mere existence, no filter is asked: its answer would tell more.</summary>
    private async Task<IReadOnlyList<Happened>> AskedForAsync(Listening one, Happened[] seen, Dictionary<string, Row<IncidentRow>> lines, CancellationToken cancellationToken)
    {
        if (one.Filter is null || seen.Length == 0)
        {
            return seen;
        }

        var query = Query.Parse(one.Filter).Query;
        if (one.Kind == SubscriberKind.Staff)
        {
            var passed = await rows.PassedAsync(IncidentRows.Lines, await search.CompileAsync(query, one.Viewer, cancellationToken), seen.Select(happened => happened.Stream.Key), cancellationToken);
            return [.. seen.Where(happened => passed.Contains(happened.Stream.Key))];
        }

        return [.. seen.Where(happened => lines[happened.Stream.Key].Value is var line
            && (SightOf(one, line) == Sight.Existence || SubscriberFilter.Holds(query, line.Severity, line.Tlp, line.Status, line.Classification)))];
    }

    /// <summary>
    /// Which of its kind it is. The feed does not say with whom a thing was shared: each share with this subscriber is an event once, whenever it is looked at, and so is that it concerns the institution.
    /// </summary>
    private static IEnumerable<string> WhichOf(Subscription subscription, Happened happened, IncidentRow line, IncidentDetailRow? detail)
    {
        if (happened.Event != PublicEvents.IncidentShared)
        {
            return WasSeen(subscription, happened, line, detail) ? [happened.Version.ToString(CultureInfo.InvariantCulture)] : [];
        }

        var word = SubscriptionRules.WordOf(subscription.For);
        var shares = line.Shares.Where(share => share.With == word && share.At >= subscription.At).Select(share => string.Create(CultureInfo.InvariantCulture, $"share {share.Number}"));
        var concerned = detail?.Affected.Any(one => one.Institution == subscription.For.Institution && one.Since > line.OpenedAt && one.Since >= subscription.At) == true;
        return concerned ? shares.Append("concerned") : shares;
    }

    /// <summary>Of what happened before a partner or institution could see it, it hears nothing, however late it is looked at: the sharing tells it that there is something.</summary>
    private static bool WasSeen(Subscription subscription, Happened happened, IncidentRow line, IncidentDetailRow? detail)
    {
        if (SubscriptionRules.WordOf(subscription.For) is not { } word)
        {
            return true;
        }

        var concerned = detail?.Affected.FirstOrDefault(one => one.Institution == subscription.For.Institution)?.Since;
        return happened.Event == PublicEvents.IncidentOpened ? concerned == line.OpenedAt
            : line.Shares.Where(share => share.With == word).Select(share => (DateTimeOffset?)share.At).Append(concerned).Any(since => since <= happened.At);
    }
}
