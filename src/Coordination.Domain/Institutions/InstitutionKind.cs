using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Institutions;

/// <summary>Institutions: the constituency.</summary>
public sealed class InstitutionKind : Kind<Institution, InstitutionCommand, InstitutionEvent>
{
    public static readonly InstitutionKind Instance = new();

    public static readonly RowTable<InstitutionFacts> Table = new("institution_row",
    [
        RowTable<InstitutionFacts>.Text("name", row => row.Name),
        RowTable<InstitutionFacts>.Text("abbreviation", row => row.Abbreviation),
    ])
    { Indexes = ["name", "abbreviation"] };

    public override string Name => "institution";

    public override Institution Empty => Institution.Empty;

    public override Institution Apply(Institution state, Recorded<InstitutionEvent> recorded) => recorded.Event switch
    {
        InstitutionRegistered e => new(e.Facts),
        InstitutionChanged e => new(e.Facts),
        _ => state,
    };

    public override Effects React(StreamId stream, Institution before, IReadOnlyList<Recorded<InstitutionEvent>> events, Institution after)
        => Claimed.OnChange("institution-name", before.Facts.Name, after.Facts.Name);

    public override IEnumerable<RowChange> Rows(StreamId stream, Institution before, Recorded<InstitutionEvent> recorded, Institution after)
        => [Table.Put(stream.Key, after.Facts)];

    public static StreamId Stream(InstitutionId id) => new("institution", id.Value);
}
