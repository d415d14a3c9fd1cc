using System.Globalization;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Incidents;

namespace Coordination.Domain.Exchange;

/// <summary>What a subscriber, who sees an incident, hears of what happened to it.</summary>
public static class IncidentNews
{
    /// <summary>The journal does not say with whom a thing was shared: each share with this subscriber is an event once, and so is that it concerns the institution.</summary>
    /// <param name="detail">Needed of what institutions hear.</param>
    public static IEnumerable<News> Of(Subscription subscription, Happened what, IncidentRow line, IncidentDetailRow? detail)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(line);
        if (what.Event != PublicEvents.IncidentShared)
        {
            return WasSeen(subscription, what, line, detail) ? [News.Of(what)] : [];
        }

        var word = SubscriptionRules.WordOf(subscription.For);
        var shares = line.Shares.Where(share => share.With == word && share.At >= subscription.At).Select(share => new News(what.Event, string.Create(CultureInfo.InvariantCulture, $"share {share.Number}"), what.At));
        var concerned = detail?.Affected.Any(one => one.Institution == subscription.For.Institution && one.Since > line.OpenedAt && one.Since >= subscription.At) == true;
        return concerned ? shares.Append(new(what.Event, "concerned", what.At)) : shares;
    }

    /// <summary>Of what happened before a partner or institution could see it, it hears nothing, however late it is looked at: the sharing tells it that there is something.</summary>
    private static bool WasSeen(Subscription subscription, Happened what, IncidentRow line, IncidentDetailRow? detail)
    {
        if (SubscriptionRules.WordOf(subscription.For) is not { } word)
        {
            return true;
        }

        var concerned = detail?.Affected.FirstOrDefault(one => one.Institution == subscription.For.Institution)?.Since;
        return what.Event == PublicEvents.IncidentOpened ? concerned == line.OpenedAt
            : line.Shares.Where(share => share.With == word).Select(share => (DateTimeOffset?)share.At).Append(concerned).Any(since => since <= what.At);
    }
}
