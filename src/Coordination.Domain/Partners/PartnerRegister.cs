using System.Globalization;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

/// <summary>Partners: CERTs, authorities and companies outside.</summary>
public sealed class PartnerRegister : Kind<Partner, PartnerCommand, PartnerEvent>
{
    /// <summary>Under it a STIX identity belongs to one partner.</summary>
    public const string IdentityClaim = "stix-identity";

    public static readonly PartnerRegister Instance = new();

    public static readonly RowTable<PartnerRow> Table = new("partner_row", [RowTable<PartnerRow>.Text("name", row => row.Facts.Name), RowTable<PartnerRow>.Number("kind", row => row.Facts.Kind)]) { Indexes = ["name"] };

    public override string Name => "partner";

    public override Partner Empty => Partner.Empty;

    public static StreamId Stream(PartnerId id) => new("partner", id.Value);

    public override Partner Apply(Partner state, Recorded<PartnerEvent> recorded) => recorded.Event switch
    {
        PartnerRegistered e => new(e.Facts),
        PartnerChanged e => state with { Facts = e.Facts },
        PartnerPaused e => state with { PausedBecause = e.Reason, PausedAt = recorded.At },
        PartnerResumed => state with { PausedBecause = null, PausedAt = null },
        AgreementEnded e => state with { EndedAt = e.Until },
        _ => state,
    };

    public override Effects React(StreamId stream, Partner before, IReadOnlyList<Recorded<PartnerEvent>> events, Partner after) => Reactions.OfPartner(stream, before, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Partner before, Recorded<PartnerEvent> recorded, Partner after)
        => [Table.Put(stream.Key, new(after.Facts!, after.PausedBecause, after.PausedAt)), Timeline.Entry(stream, stream, recorded, Describe(recorded.Event))];

    private static string Describe(PartnerEvent happened) => happened switch
    {
        PartnerRegistered => "registered the partner",
        PartnerChanged => "changed the partner's record",
        PartnerPaused e => $"paused the exchange: {e.Reason}",
        PartnerResumed => "resumed the exchange",
        AgreementEnded e => string.Create(CultureInfo.InvariantCulture, $"stopped the exchange: the agreement ended on {e.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
        _ => happened.GetType().Name,
    };
}
