using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Connectors.Stix.Model;
using CsCheck;

namespace Coordination.Connectors.Tests.Stix;

/// <summary>Objects drawn at random, written, read, and written again.</summary>
public sealed class Nothing_is_lost_on_the_way
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Words("é", "\"", "\\", "\n", "\u0001", "🔥", "</script>", "\u2028").List[1, 4].Select(string.Concat));
    private static readonly Gen<string?> Maybe = Gen.Frequency((1, Gen.Const((string?)null)), (2, Text.Select(text => (string?)text)));
    private static readonly Gen<IReadOnlyList<string>?> List = Gen.Frequency((1, Gen.Const((IReadOnlyList<string>?)null)), (2, Text.Array[1, 4].Select(list => (IReadOnlyList<string>?)list)));
    private static readonly Gen<StixTime> Time = Gen.Select(Gen.Long[0, 2_000_000_000], Words(".000", ".123", ".123456", ".1234567891234", ".500000000")).Select((seconds, fraction) => StixTime.TryRead($"{DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-dd'T'HH:mm:ss}{fraction}Z", out var time) ? time : default);
    private static readonly Gen<string> Uuid = Gen.Long.Select(number => StixIds.V5(Guid.Empty, $"{number}").ToString());
    private static readonly Gen<JsonElement> Json = Words("1", "1.50", "1e400", "-0", "\"é\"", "[1,[2,{\"a\":null}]]", "{\"b\":{\"c\":\"\\u0041\"}}", "true").Select(text => JsonDocument.Parse(text).RootElement);
    private static readonly Gen<IDictionary<string, JsonElement>?> Kept = Gen.Frequency((1, Gen.Const((IDictionary<string, JsonElement>?)null)), (1, Json.Array[1, 3].Select(values => (IDictionary<string, JsonElement>?)values.Index().ToDictionary(pair => $"x_kept_{pair.Index}", pair => pair.Item))));

    private static readonly Gen<IReadOnlyList<ExternalReference>?> References = Gen.Frequency(
        (1, Gen.Const((IReadOnlyList<ExternalReference>?)null)), (1, Gen.Select(Text, Text, Maybe, Kept).Select((source, id, description, kept) => new ExternalReference(source, id, null, description) { Kept = kept }).Array[1, 3].Select(list => (IReadOnlyList<ExternalReference>?)list)));

    private static readonly Gen<StixVersioned> Things = Gen.Select(Gen.Int[0, 9], Uuid, Time, Time, Gen.Select(Text, Maybe, List, Time, Time), Gen.Select(Gen.Int[0, 100], Gen.Bool, References, Kept, List)).Select(Make);

    [Fact]
    public void What_is_modelled_is_read_back_as_it_was_written()
        => Things.Array[0, 12].Select(things => things.DistinctBy(one => one.Id[^36..]).ToArray()).Sample(things =>
        {
            var bundle = StixWriter.Bundle(GeneratedShares.Publisher.Own, [.. things.Select(StixWriter.Element)]);
            var reading = StixReader.Read(bundle, new(_ => true, _ => null));
            Assert.Empty(reading.Quarantined.Select(one => one.Why));
            Assert.Equal(things.Select(one => StixWriter.Element(one).GetRawText()), reading.Accepted.Select(one => StixWriter.Element(one.Read()!).GetRawText()));
            Assert.Equal(things.Select(one => one.GetType()), reading.Accepted.Select(one => one.Read()!.GetType()));
            Assert.Equal(bundle, StixWriter.Bundle(GeneratedShares.Publisher.Own, [.. reading.Accepted.Select(one => one.Body)]));
        }, iter: 1_000);

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    private static StixVersioned Make(
        int kind, string uuid, StixTime one, StixTime other, (string Name, string? Text, IReadOnlyList<string>? List, StixTime From, StixTime To) own, (int Number, bool Flag, IReadOnlyList<ExternalReference>? References, IDictionary<string, JsonElement>? Kept, IReadOnlyList<string>? Labels) common)
    {
        var (name, text, list, from, to) = own;
        var (first, last) = from < to ? (from, to) : (to, from);
        StixTime? until = last > first && common.Flag ? last : null;
        var id = Guid.Parse(uuid).ToString();
        string[] refs = [$"identity--{id}"];
        var (created, modified) = one < other ? (one, other) : (other, one);
        StixVersioned thing = kind switch
        {
            0 => new StixIdentity { Id = $"identity--{id}", Created = created, Modified = modified, Name = name, Description = text, IdentityClass = text, Roles = list, Sectors = list, ContactInformation = text },
            1 => new StixIncident
            {
                Id = $"incident--{id}", Created = created, Modified = modified, Name = name, Description = text,
                Extensions = new Dictionary<string, JsonElement> { [IncidentCore.Key] = JsonSerializer.SerializeToElement(new IncidentCore { Determination = "blocked", InvestigationStatus = name, Criticality = common.Number, IncidentTypes = list, Kept = common.Kept }, StixWriter.Json) },
            },
            2 => new StixIndicator
            {
                Id = $"indicator--{id}", Created = created, Modified = modified, Name = text, IndicatorTypes = list, Pattern = name, PatternType = "yara", ValidFrom = first, ValidUntil = until, KillChainPhases = common.Flag ? [new(name, "p") { Kept = common.Kept }] : null,
            },
            3 => new StixObservedData { Id = $"observed-data--{id}", Created = created, Modified = modified, FirstObserved = first, LastObserved = last, NumberObserved = common.Number + 1, ObjectRefs = [$"url--{id}"] },
            4 => new StixSighting { Id = $"sighting--{id}", Created = created, Modified = modified, SightingOfRef = $"indicator--{id}", FirstSeen = first, LastSeen = until, Count = common.Number, WhereSightedRefs = refs, ObservedDataRefs = [$"observed-data--{id}"], Summary = common.Flag },
            5 => new StixCourseOfAction { Id = $"course-of-action--{id}", Created = created, Modified = modified, Name = name, Description = text },
            6 => new StixVulnerability { Id = $"vulnerability--{id}", Created = created, Modified = modified, Name = name, Description = text },
            7 => new StixReport { Id = $"report--{id}", Created = created, Modified = modified, Name = name, Description = text, ReportTypes = list, Published = first, ObjectRefs = refs },
            8 => new StixGrouping { Id = $"grouping--{id}", Created = created, Modified = modified, Name = text, Context = name, ObjectRefs = refs },
            _ => new StixRelationship { Id = $"relationship--{id}", Created = created, Modified = modified, RelationshipType = "related-to", Description = text, SourceRef = refs[0], TargetRef = $"malware--{id}", StartTime = first, StopTime = until },
        };
        return thing with
        {
            CreatedByRef = common.Flag ? refs[0] : null, Revoked = common.Flag ? true : null, Labels = common.Labels, Confidence = common.Number, Lang = text, ExternalReferences = common.References, ObjectMarkingRefs = common.Flag ? [Bundles.Amber] : null,
            GranularMarkings = common.Flag ? [new(["id"], Bundles.Amber), new(["type"], null, "en") { Kept = common.Kept }] : null, Kept = common.Kept,
        };
    }
}
