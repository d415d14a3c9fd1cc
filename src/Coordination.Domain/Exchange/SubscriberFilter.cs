using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;

namespace Coordination.Domain.Exchange;

/// <summary>What a subscriber may ask of things, and whether one is what they ask for. Who sees things in part asks of nothing that they do not see: the answer would tell it.</summary>
public static class SubscriberFilter
{
    public static Refusal? Refuse(Subscriber subscriber, IReadOnlyList<string> events, string? filter)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(events);
        if (string.IsNullOrWhiteSpace(filter))
        {
            return null;
        }

        foreach (var subject in new[] { (events.Any(PublicEvents.IsOfIncident), QuerySubject.Incidents), (events.Any(PublicEvents.IsOfAdvisory), QuerySubject.Advisories) }.Where(one => one.Item1).Select(one => one.Item2))
        {
            var parsed = Query.Parse(filter, subject);
            if (parsed.Refusal is { } refusal)
            {
                return refusal with { Field = "filter" };
            }

            if (subscriber.Kind != SubscriberKind.Staff && !parsed.Query.Conditions.All(condition => condition is SeverityCondition or TlpCondition || (subject == QuerySubject.Incidents && condition is StatusCondition or ClassCondition)))
            {
                return SubscriptionRefusals.FilterBeyond;
            }
        }

        if (!events.Any(PublicEvents.IsOfRequest))
        {
            return null;
        }

        var asked = Query.Parse(filter);
        return asked.Refusal is { } unread ? unread with { Field = "filter" }
            : asked.Query.Conditions.All(condition => condition is SeverityCondition or TlpCondition) ? null
            : SubscriptionRefusals.FilterRequests;
    }

    /// <summary>Whether something is what a subscriber asks for who sees this much of it. Of what they see the mere existence, no filter is asked: its answer would tell more.</summary>
    public static bool Holds(string? filter, QuerySubject subject, Sight sight, Severity severity, Tlp tlp, IncidentStatus? status = null, string? classification = null)
        => filter is null || sight == Sight.Existence || Holds(Query.Parse(filter, subject).Query, severity, tlp, status, classification);

    /// <summary>Whether it is what a partner or institution asks for. What they are shown has these four; of requests anyone asks by the first two.</summary>
    public static bool Holds(Query query, Severity severity, Tlp tlp, IncidentStatus? status = null, string? classification = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Conditions.All(condition => condition switch
        {
            SeverityCondition one => one.Values.Any(value => Compare((int)severity, one.Operator, (int)value)),
            TlpCondition one => one.Values.Any(value => Compare((int)tlp, one.Operator, (int)value)),
            StatusCondition one => status is { } now && ((one.Open && now != IncidentStatus.Closed) || one.Values.Contains(now)),
            ClassCondition one => classification is not null && one.Values.Any(value => IsOf(classification, value)),
            _ => false,
        } != condition.Negated);
    }

    private static bool Compare(int value, QueryOperator comparison, int with) => comparison switch
    {
        QueryOperator.Less => value < with,
        QueryOperator.LessOrEqual => value <= with,
        QueryOperator.Greater => value > with,
        QueryOperator.GreaterOrEqual => value >= with,
        _ => value == with,
    };

    /// <summary>A class stands for all its types, also where a type has the same name.</summary>
    private static bool IsOf(string type, string asked)
        => type == asked || (Rsit.TryReadClass(asked, out var whole) && Rsit.TryRead(type, out var known) && known.Class == whole);
}
