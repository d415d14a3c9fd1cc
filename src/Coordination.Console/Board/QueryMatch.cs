using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;

namespace Coordination.Console.Board;

/// <summary>Whether a line of the board is what a query asks for. The server answers the same question for all incidents.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="Me">Who asks: <c>owner:me</c>.</param>
internal sealed record QueryMatch(Query Query, PersonId? Me)
{
    /// <summary>Closed incidents are shown only to who asks for a status.</summary>
    private readonly bool _openOnly = !Query.Conditions.Any(condition => condition is StatusCondition);

    /// <summary>Time alone can change the answer.</summary>
    public bool DependsOnTime { get; } = Query.Conditions.Any(condition => condition is AgeCondition);

    public bool Holds(IncidentSummary incident, DateTimeOffset now)
    {
        if (_openOnly && incident.Status == IncidentStatus.Closed)
        {
            return false;
        }

        foreach (var condition in Query.Conditions)
        {
            if (Holds(condition, incident, now) == condition.Negated)
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(QueryCondition condition, IncidentSummary incident, DateTimeOffset now) => condition switch
    {
        TextCondition text => Says(incident, text),
        StatusCondition status => (status.Open && incident.Status != IncidentStatus.Closed) || status.Values.Contains(incident.Status),
        SeverityCondition severity => severity.Values.Any(value => Compare((int)incident.Severity, severity.Operator, (int)value)),
        TlpCondition tlp => tlp.Values.Any(value => Compare((int)incident.Tlp, tlp.Operator, (int)value)),
        ClassCondition type => type.Values.Any(value => IsOf(incident.Classification, value)),
        NameCondition name => name.Names.Any(value => Named(incident, name.Field, value)),
        AgeCondition age => Moment(incident, age.Field) is { } at && Compare((now - at).Ticks, age.Operator, age.Age.Span.Ticks),
        _ => throw new NotSupportedException($"The board cannot evaluate a {condition.GetType().Name}."),
    };

    private static bool Compare(long value, QueryOperator comparison, long with) => comparison switch
    {
        QueryOperator.Less => value < with,
        QueryOperator.LessOrEqual => value <= with,
        QueryOperator.Greater => value > with,
        QueryOperator.GreaterOrEqual => value >= with,
        _ => value == with,
    };

    private static DateTimeOffset? Moment(IncidentSummary incident, AgeField field) => field switch
    {
        AgeField.Opened => incident.OpenedAt,
        AgeField.Updated => incident.UpdatedAt,
        _ => incident.LastSeenAt,
    };

    /// <summary>A class stands for all its types, also where a type has the same name.</summary>
    private static bool IsOf(string classification, string value)
        => string.Equals(classification, value, StringComparison.OrdinalIgnoreCase)
            || (Rsit.TryReadClass(value, out var named) && Rsit.TryRead(classification, out var type) && type.Class == named);

    private bool Named(IncidentSummary incident, NameField field, string value)
    {
        var none = string.Equals(value, "none", StringComparison.OrdinalIgnoreCase);
        return field switch
        {
            NameField.Institution => none
                ? incident.Institutions.Count == 0
                : incident.Institutions.Any(institution => Same(institution.Abbreviation, value) || Same(institution.Id.Value, value) || Same(institution.Name, value)),
            NameField.Owner => none
                ? incident.Owner is null
                : incident.Owner is { } owner && (Same(value, "me") ? owner.Id == Me : Same(owner.Id.Value, value) || Starts(owner.Name, value)),
            // The only label of this kind that incidents carry.
            _ => none ? !incident.Exercise : incident.Exercise && Same(value, "exercise"),
        };
    }

    private static bool Says(IncidentSummary incident, TextCondition text)
        => Starts(incident.Title, text.Text)
            || Starts(incident.Number, text.Text)
            || Starts(incident.Classification, text.Text)
            || incident.Institutions.Any(institution => Starts(institution.Name, text.Text) || Starts(institution.Abbreviation, text.Text))
            || (incident.Owner is { } owner && Starts(owner.Name, text.Text));

    /// <summary>Whether a word of a text begins so.</summary>
    private static bool Starts(string text, string beginning)
    {
        for (var at = text.IndexOf(beginning, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(beginning, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(beginning[0]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
