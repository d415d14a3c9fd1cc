using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Search;

/// <summary>How a value is compared.</summary>
public enum QueryOperator
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>One condition of a query. All conditions of a query must hold.</summary>
public abstract record QueryCondition
{
    /// <summary>The condition must not hold (written with a leading minus).</summary>
    public bool Negated { get; init; }

    /// <summary>The condition as it is written.</summary>
    public sealed override string ToString() => (Negated ? "-" : "") + Write();

    private protected abstract string Write();
}

/// <summary>A word, of which the beginning is enough, or a phrase in quotation marks.</summary>
public sealed record TextCondition(string Text, bool IsPhrase = false) : QueryCondition
{
    private protected override string Write() => IsPhrase || !QueryText.IsWord(Text, Negated) ? QueryText.Quote(Text) : Text;
}

/// <summary>Where the work stands. <paramref name="Open"/> is every status but closed.</summary>
public sealed record StatusCondition(bool Open, Choices<IncidentStatus> Values) : QueryCondition
{
    private protected override string Write()
        => "status:" + string.Join(',', (Open ? ["open"] : Array.Empty<string>()).Concat(Values.Select(QueryText.Name)));
}

/// <summary>Where an advisory stands; a revision in review counts as review too.</summary>
public sealed record AdvisoryStatusCondition(Choices<AdvisoryStatus> Values) : QueryCondition
{
    private protected override string Write() => "status:" + string.Join(',', Values.Select(QueryText.Name));
}

/// <summary>How bad. With an operator other than equal there is one value.</summary>
public sealed record SeverityCondition(QueryOperator Operator, Choices<Severity> Values) : QueryCondition
{
    private protected override string Write() => "severity:" + QueryText.Sign(Operator) + string.Join(',', Values.Select(QueryText.Name));
}

/// <summary>How strictly it is labelled. With an operator other than equal there is one value.</summary>
public sealed record TlpCondition(QueryOperator Operator, Choices<Tlp> Values) : QueryCondition
{
    private protected override string Write() => "tlp:" + QueryText.Sign(Operator) + string.Join(',', Values.Select(QueryText.Name));
}

/// <summary>Classes or types of the taxonomy; a class stands for all its types, also where a type has the same name.</summary>
public sealed record ClassCondition(Choices<string> Values) : QueryCondition
{
    private protected override string Write() => "class:" + string.Join(',', Values);
}

/// <summary>What a <see cref="NameCondition"/> names.</summary>
public enum NameField
{
    Institution,
    Owner,
    Tag,
}

/// <summary>Names that only the reader's side can resolve: abbreviations or identifiers of institutions, people (<c>me</c>), tags. <c>none</c> is "has none".</summary>
public sealed record NameCondition(NameField Field, Choices<string> Names) : QueryCondition
{
    private protected override string Write() => QueryText.Name(Field) + ":" + string.Join(',', Names.Select(QueryText.Value));
}

/// <summary>Which moment an <see cref="AgeCondition"/> is about.</summary>
public enum AgeField
{
    Opened,
    Updated,
    Seen,
    Published,
}

/// <summary>How long ago something happened: <c>updated:&lt;2h</c> is less than two hours ago.</summary>
public sealed record AgeCondition(AgeField Field, QueryOperator Operator, Age Age) : QueryCondition
{
    private protected override string Write() => QueryText.Name(Field) + ":" + QueryText.Sign(Operator) + Age;
}

/// <summary>Units of an age.</summary>
public enum AgeUnit
{
    Minutes,
    Hours,
    Days,
}

/// <summary>A length of time as people write it: <c>30m</c>, <c>2h</c>, <c>3d</c>.</summary>
public readonly record struct Age(int Count, AgeUnit Unit)
{
    /// <summary>The greatest count of any unit; ten thousand days are more than the system will ever hold.</summary>
    public const int MaxCount = 10_000;

    public TimeSpan Span => Unit switch
    {
        AgeUnit.Minutes => TimeSpan.FromMinutes(Count),
        AgeUnit.Hours => TimeSpan.FromHours(Count),
        _ => TimeSpan.FromDays(Count),
    };

    public override string ToString() => Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + "mhd"[(int)Unit];
}
