using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Search;

/// <summary>The fields of the query language: their names, what they are for, and the values known beforehand.</summary>
internal static class QueryFields
{
    /// <param name="Ordered">Whether values can be compared by greater and less.</param>
    internal sealed record QueryField(string Name, string Hint, bool Ordered, IReadOnlyList<(string Value, string Hint)> Values);

    private static readonly IReadOnlyList<QueryField> Incidents =
    [
        new("status", "where the work stands", false, [("open", "not closed"), .. Names<IncidentStatus>()]),
        new("severity", "how bad it is", true, Names<Severity>()),
        new("owner", "whose it is", false, [("me", "mine"), ("none", "nobody's")]),
        new("institution", "whom it affects", false, [("none", "nobody known")]),
        new("class", "RSIT class or type", false, [.. Rsit.Classes.Select(each => (each.Name, each.Label)), .. Rsit.Types.Where(type => !Rsit.TryReadClass(type.Name, out _)).Select(each => (each.Name, each.Label))]),
        new("tlp", "Traffic Light Protocol label", true, [.. Enum.GetValues<Tlp>().Select(tlp => (QueryText.Name(tlp), tlp.Label()))]),
        new("updated", "when it last changed", true, Ages("changed")),
        new("opened", "when it was opened", true, Ages("opened")),
        new("seen", "when it was last sighted", true, Ages("sighted")),
        new("tag", "label", false, [("exercise", "part of an exercise"), ("none", "no label")]),
    ];

    private static readonly IReadOnlyList<QueryField> Advisories =
    [
        new("status", "where it stands", false, Names<AdvisoryStatus>()),
        new("severity", "how urgent it is", true, Names<Severity>()),
        new("institution", "to whom it was addressed", false, []),
        new("tlp", "Traffic Light Protocol label", true, [.. Enum.GetValues<Tlp>().Select(tlp => (QueryText.Name(tlp), tlp.Label()))]),
        new("published", "when it was last published", true, Ages("published")),
        new("updated", "when it last changed", true, Ages("changed")),
        new("tag", "keyword", false, [("call-for-action", "must be answered"), ("exploited", "in a catalogue of exploited vulnerabilities"), ("exercise", "part of an exercise")]),
    ];

    public static IReadOnlyList<QueryField> Of(QuerySubject subject) => subject == QuerySubject.Advisories ? Advisories : Incidents;

    public static QueryField? Find(string name, QuerySubject subject) => Of(subject).FirstOrDefault(field => field.Name == name);

    /// <summary>Whether anything has a field of this name.</summary>
    public static bool Has(string name) => Enum.GetValues<QuerySubject>().Any(subject => Find(name, subject) is not null);

    private static (string, string)[] Names<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => (QueryText.Name(value), ""))];

    private static (string, string)[] Ages(string deed) =>
    [
        ("<30m", $"{deed} in the last 30 minutes"),
        ("<2h", $"{deed} in the last two hours"),
        ("<1d", $"{deed} in the last day"),
        (">1d", $"{deed} more than a day ago"),
        (">7d", $"{deed} more than a week ago"),
    ];
}
