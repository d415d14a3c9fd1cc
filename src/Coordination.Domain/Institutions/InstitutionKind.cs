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
        RowTable<InstitutionFacts>.Text("kind", row => row.Kind),
    ])
    { Indexes = ["name", "abbreviation", "kind"] };

    public override string Name => "institution";

    public override Institution Empty => Institution.Empty;

    public override Institution Apply(Institution state, Recorded<InstitutionEvent> recorded) => recorded.Event switch
    {
        InstitutionRegistered e => new(e.Facts),
        InstitutionChanged e => new(e.Facts),
        _ => state,
    };

    public override Effects React(StreamId stream, Institution before, IReadOnlyList<Recorded<InstitutionEvent>> events, Institution after)
    {
        var (name, networks) = (Claimed.OnChange("institution-name", before.Facts.Name, after.Facts.Name), NetworkHolders.OnChange(before.Facts, after.Facts));
        return new() { Claims = [.. name.Claims, .. networks.Claims], Releases = [.. name.Releases, .. networks.Releases] };
    }

    public override IEnumerable<Lookup> Needs(Institution state, InstitutionCommand command) => command switch
    {
        RegisterInstitution register => Needs(register.Request),
        ChangeInstitution change => Needs(change.Request),
        _ => [],
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Institution before, Recorded<InstitutionEvent> recorded, Institution after)
        => [Table.Put(stream.Key, after.Facts)];

    private static IEnumerable<Lookup> Needs(InstitutionRequest request)
        => InstitutionRules.TryRead(request, out var facts) is null ? [HoldersOf.Of(facts)] : [];

    public static StreamId Stream(InstitutionId id) => new("institution", id.Value);
}
