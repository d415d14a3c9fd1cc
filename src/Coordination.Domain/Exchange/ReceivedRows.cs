using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>An object that a partner gave, as it is listed.</summary>
public sealed record ReceivedObjectRow(
    PartnerId Partner, string StixId, string StixType, string? Version, string? Name, Tlp Label, bool LabelIsDefault, bool Revoked, string? CreatedBy, DateTimeOffset ReceivedAt, string Submission,
    string? Unclear, IReadOnlyList<string> About);

/// <summary>All of it, letter by letter.</summary>
public sealed record ReceivedBodyRow(string Json);

/// <summary>An indicator of a partner that can be looked for.</summary>
/// <param name="Lane">Its stream, and the version at which it was written: who follows the journal reads what is newer.</param>
public sealed record IndicatorRow(PartnerId Partner, string StixId, string Lane, long LaneVersion, string? Name, Tlp Label, bool Active, DateTimeOffset ReceivedAt, IndicatorFacts Facts);

/// <summary>Something that was not taken.</summary>
public sealed record QuarantineRow(
    PartnerId Partner, string? StixId, string Place, string Code, string Reason, DateTimeOffset ReceivedAt, int Times, QuarantineState State, Tlp Label = Tlp.Red);

/// <summary>The rows of what partners give.</summary>
public static class ReceivedRows
{
    public static readonly RowTable<ReceivedObjectRow> Objects = new("received_object_row",
    [
        RowTable<ReceivedObjectRow>.Text("partner", row => row.Partner.Value),
        RowTable<ReceivedObjectRow>.Text("stix_type", row => row.StixType),
        RowTable<ReceivedObjectRow>.Number("label", row => row.Label),
        RowTable<ReceivedObjectRow>.Instant("received_at", row => row.ReceivedAt),
    ])
    {
        Indexes = ["partner, received_at", "partner, stix_type, received_at"],
        SearchText = row => $"{((ReceivedObjectRow)row).Name} {((ReceivedObjectRow)row).StixId}",
    };

    public static readonly RowTable<ReceivedBodyRow> Bodies = new("received_body_row", []);

    public static readonly RowTable<IndicatorRow> Indicators = new("indicator_row",
    [
        RowTable<IndicatorRow>.Text("lane", row => row.Lane),
        RowTable<IndicatorRow>.Number("lane_version", row => row.LaneVersion),
    ])
    { Indexes = ["lane, lane_version"] };

    public static readonly RowTable<QuarantineRow> Quarantine = new("quarantine_row",
    [
        RowTable<QuarantineRow>.Text("partner", row => row.Partner.Value),
        RowTable<QuarantineRow>.Number("state", row => row.State),
        RowTable<QuarantineRow>.Instant("received_at", row => row.ReceivedAt),
    ])
    { Indexes = ["partner, received_at", "partner, state, received_at"] };

    /// <summary>What was not taken, as it came.</summary>
    public static readonly RowTable<ReceivedBodyRow> Originals = new("quarantine_original_row", []);

    /// <summary>What someone took out of quarantine counts as a submission of its own.</summary>
    public static string AcceptedAs(string quarantined) => $"accepted.{quarantined}";

    internal static IEnumerable<RowChange> Of(StreamId stream, Recorded<ReceivedEvent> recorded, Received after)
    {
        var partner = ReceivedKind.PartnerOf(stream);
        switch (recorded.Event)
        {
            case ObjectsReceived e:
                return e.Objects.GroupBy(one => one.Id, StringComparer.Ordinal).SelectMany(versions => Taken(stream, partner, Holding(versions, after), recorded, e.Submission, after)).Concat(AdvisoryLines(stream, recorded, e));
            case QuarantineAccepted e:
                return [.. Taken(stream, partner, e.What, recorded, AcceptedAs(e.Id), after), Line(partner, e.Id, after)];
            case ObjectsQuarantined e:
                return e.Objects.SelectMany(one => new[] { Line(partner, one.Id, after), Originals.Put(one.Id, new(one.Original)) });
            case QuarantinedAgain e:
                return e.Objects.Where(one => after.Quarantine.ContainsKey(one.Id)).Select(one => Line(partner, one.Id, after));
            case QuarantineDismissed e:
                return [Line(partner, e.Id, after)];
            default:
                return [];
        }
    }

    /// <summary>Of several versions in one event the one that holds in the end.</summary>
    private static ReceivedObject Holding(IEnumerable<ReceivedObject> versions, Received after) => versions.Last(one => after.Objects[one.Id].Order == one.Order);

    private static IEnumerable<RowChange> Taken(StreamId stream, PartnerId partner, ReceivedObject one, Recorded<ReceivedEvent> recorded, string submission, Received after)
    {
        var (id, label) = (ReceivedObject.RowOf(partner, one.Id), after.Objects[one.Id].Label);
        yield return Objects.Put(id, new(partner, one.Id, one.Type, one.Version, one.Name, label, one.LabelIsDefault, one.Revoked, one.CreatedBy, recorded.At, submission, one.Indicator?.Unclear, one.About));
        yield return Bodies.Put(id, new(one.Json));
        if (one.Indicator is { } facts)
        {
            yield return Indicators.Put(id, new(partner, one.Id, stream.Key, recorded.Version, one.Name, label, !one.Revoked && facts.Unclear is null, recorded.At, facts));
        }
    }

    private static RowChange Line(PartnerId partner, string id, Received after)
    {
        var held = after.Quarantine[id];
        return Quarantine.Put(id, new(partner, held.ObjectId, held.Place, held.Code, held.Reason, held.At, held.Times, held.State, held.Label));
    }

    /// <summary>An advisory takes no notes; that a partner spoke of it stands in its timeline.</summary>
    private static IEnumerable<RowChange> AdvisoryLines(StreamId stream, Recorded<ReceivedEvent> recorded, ObjectsReceived e)
        => e.Objects.SelectMany(one => one.About.Select(about => (Object: one, About: new StreamId(about)))).Where(pair => pair.About.Kind == "advisory").Select((pair, index) => Timeline.Table.Put(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{stream}@{recorded.Version:D8}.{index:D3}"),
            new TimelineRow(pair.About.Value, recorded.At, recorded.Version, EventName.Of(recorded.Event), recorded.Actor.Value, $"took from {{partner/{ReceivedKind.PartnerOf(stream)}}} under {pair.Object.Label.Label()}: a {pair.Object.Type}")));
}
