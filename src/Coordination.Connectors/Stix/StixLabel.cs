using Coordination.Contracts;

namespace Coordination.Connectors.Stix;

/// <summary>Which markings are written.</summary>
public enum TlpVersion
{
    /// <summary>TLP 2.0.</summary>
    Two,

    /// <summary>TLP 1, for peers that know no other. AMBER+STRICT becomes RED, for AMBER would be freer than what it stands for.</summary>
    One,
}

/// <summary>To whom an object may be shown, by all its markings together.</summary>
/// <param name="Tlp">The strictest of what is given, for the object and for parts of it. A marking that is not understood counts as RED.</param>
/// <param name="IsDefault">No TLP marking is given for the object as a whole; what is not labelled is not public.</param>
public sealed record StixLabel(Tlp Tlp, bool IsDefault = false)
{
    public static readonly StixLabel Missing = new(Tlp.Amber, IsDefault: true);

    /// <summary>Statements (copyright, terms of use) that go along.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    /// <summary>Markings that are not known or not understood.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>Labels of parts, by selector. They hold instead of the object's.</summary>
    public IReadOnlyDictionary<string, Tlp> Parts { get; init; } = new Dictionary<string, Tlp>();
}

/// <summary>What a marking definition means.</summary>
/// <param name="Tlp">Its TLP label, where it is one.</param>
/// <param name="Statement">Its statement, where it is one.</param>
internal sealed record StixMarking(Tlp? Tlp, string? Statement)
{
    public bool IsUnderstood => Tlp is not null || Statement is not null;
}
