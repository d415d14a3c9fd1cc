using Coordination.Contracts.Advisories;
using Coordination.Contracts.Search;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Makes a condition on <see cref="AdvisoryKind.Lines"/> of a query.</summary>
public static class AdvisoryQuery
{
    /// <param name="addressedTo">The advisories that were addressed to institutions of a name.</param>
    public static RowFilter Compile(Query query, Func<string, IReadOnlyCollection<AdvisoryId>> addressedTo, DateTimeOffset now)
        => new AllOf([.. query.Conditions.Select(condition => condition.Negated ? new Not(Compile(condition, addressedTo, now)) : Compile(condition, addressedTo, now))]);

    private static RowFilter Compile(QueryCondition condition, Func<string, IReadOnlyCollection<AdvisoryId>> addressedTo, DateTimeOffset now) => condition switch
    {
        TextCondition text => new Matches(text.Text, text.IsPhrase),
        AdvisoryStatusCondition status => Status(status),
        SeverityCondition severity => QueryFilters.Ordered("severity", severity.Operator, severity.Values),
        TlpCondition tlp => QueryFilters.Ordered("tlp", tlp.Operator, tlp.Values),
        NameCondition { Field: NameField.Institution } institutions => new AnyValue("id", [.. institutions.Names.SelectMany(addressedTo).Select(id => (object)id.Value).Distinct()]),
        NameCondition { Field: NameField.Tag } tags => new AnyOf([.. tags.Names.Select(Tag)]),
        AgeCondition { Field: AgeField.Updated or AgeField.Published } age => new Compare(age.Field == AgeField.Updated ? "updated_at" : "published_at", QueryFilters.Younger(age.Operator), now - age.Age.Span),
        _ => throw new ArgumentException($"{condition.GetType().Name} is not a condition on advisories.", nameof(condition)),
    };

    private static RowFilter Status(AdvisoryStatusCondition status)
    {
        var one = new AnyValue("status", [.. status.Values.Cast<object>()]);
        return status.Values.Contains(AdvisoryStatus.Review) ? new AnyOf([one, RowFilter.Is("in_review", true)]) : one;
    }

    private static RowFilter Tag(string name) => name.ToLowerInvariant() switch
    {
        "call-for-action" => RowFilter.Is("call", true),
        "exploited" => RowFilter.Is("exploited", true),
        "exercise" => RowFilter.Is("exercise", true),
        var tag => new Compare("tags", Comparison.HasWord, tag),
    };
}
