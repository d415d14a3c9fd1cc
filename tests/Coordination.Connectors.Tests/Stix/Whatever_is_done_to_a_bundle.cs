using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Connectors.Misp;
using Coordination.Connectors.Stix;
using Coordination.Connectors.Stix.Model;
using Coordination.Connectors.Stix.Patterns;
using Coordination.Contracts.Incidents;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Stix;

/// <summary>Valid documents with something done to them, by fixed seeds: reading them ends soon, throws nothing, counts every object once, and what is taken is given back as it came.</summary>
public sealed class Whatever_is_done_to_a_bundle
{
    private static readonly int Count = Environment.GetEnvironmentVariable("COORDINATION_SOAK") == "1" ? 100_000 : 3_000;
    private static readonly byte[][] Ours = [Bundles.Sample, .. Enumerable.Range(0, 10).Select(seed => new StixProducer(GeneratedShares.Publisher, (TlpVersion)(seed % 2)).Incident(new GeneratedShares(seed).Incident()).Bundle.ToArray())];
    private static readonly byte[][] Events = [File.ReadAllBytes(Repository.PathOf("tests", "data", "misp", "event.json")), .. Enumerable.Range(0, 10).Select(seed => new MispWriter(GeneratedShares.Publisher).Event(new GeneratedShares(seed).Incident()))];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.0", "1e300", "1e400", "123456789012345678901234567890", "\"\"", "\" \"", "[]", "{}", "[[]]", "[null]", "[{}]", "\"9999-12-31T23:59:60Z\"", "\"2026-02-30T00:00:00.000Z\"", "\"0000-01-01T00:00:00.000Z\"",
        "\"2026-01-02T10:00:00.000Z\"", "\"\\u0000\"", "\"2.0\"", "\"bundle\"", "\"relationship\"", "\"marking-definition\"", "\"indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f\"", "[\"report--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb4\"]",
        "[\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]", "\"[\"", "\"[ipv4-addr:value = '203.0.113.1'] REPEATS 9 TIMES\"", "{\"MD5\":\"x\"}", "[{\"selectors\":[\"a.[9]\"],\"marking_ref\":\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"}]",
        "{\"extension-definition--ef765651-680c-498d-9894-99799f2fa126\":{\"extension_type\":7}}", "\"253402300800\"", "\"tlp:pink\"", "\"2026-02-30\"",
    ];

    [Fact]
    public void Reading_ends_and_every_object_is_accounted_for()
    {
        var (taken, quarantined, refused) = (0, 0, 0);
        for (var seed = 0; seed < Count; seed++)
        {
            var bytes = Mutated(new Random(seed), Ours);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = StixReader.Read(bytes);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000 + (bytes.Length * 200L), $"seed {seed} took {GC.GetAllocatedBytesForCurrentThread() - before:N0} bytes");
            if (reading.Refused is { } why)
            {
                refused++;
                Assert.NotEmpty(why.Text);
                continue;
            }

            Whole(bytes, reading, seed);
            taken += reading.Accepted.Count;
            quarantined += reading.Quarantined.Count;
        }

        Assert.True(taken > Count && quarantined > Count / 4 && refused > Count / 40, $"{taken} taken, {quarantined} quarantined, {refused} refused");
    }

    [Fact]
    public async Task What_is_taken_without_a_doubt_passes_the_schemas_of_others()
    {
        var taken = Enumerable.Range(0, Count / 4).SelectMany(seed => StixReader.Read(Mutated(new Random(seed), Ours)).Accepted).Where(one => one.Warnings.All(doubt => doubt.Code == "stix-dangling"))
            .DistinctBy(one => one.Body.GetRawText()).Select(one => one.Body).ToArray();

        var (failures, counted) = await SchemaValidator.CheckAsync([.. taken.Chunk(100).Select(some => StixWriter.Bundle(GeneratedShares.Publisher.Own, some))]);

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
        Assert.True(counted > 500, $"only {counted} were checked");
    }

    [Fact]
    public void Reading_an_event_of_misp_ends_too()
    {
        var (taken, refused) = (0, 0);
        for (var seed = 0; seed < Count; seed++)
        {
            var bytes = Mutated(new Random(seed), Events);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = MispReader.Read(bytes);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000 + (bytes.Length * 200L), $"seed {seed}");
            Assert.True(reading.Event is null == reading.Refused is not null, $"seed {seed}");
            taken += reading.Event is null ? 0 : 1;
            refused += reading.Event is null ? 1 : 0;
            Assert.All(reading.Quarantined, one => Assert.NotEmpty(one.Why.Text));
        }

        Assert.True(taken > Count / 10 && refused > Count / 40, $"{taken} taken, {refused} refused");
    }

    private static void Whole(byte[] bytes, StixReading reading, int seed)
    {
        using var document = JsonDocument.Parse(bytes.AsMemory());
        var there = document.RootElement.TryGetProperty("objects", out var objects) ? objects.GetArrayLength() : 0;
        int[] counted = [.. reading.Accepted.Concat(reading.Superseded).Select(one => one.Index), .. reading.Quarantined.Select(one => one.Index)];
        Assert.True(counted.Distinct().Count() == counted.Length && counted.Length <= there, $"seed {seed}");

        // What is not counted is the same object again.
        Assert.All(Enumerable.Range(0, there).Except(counted), index => Assert.Contains(reading.Accepted.Concat(reading.Superseded).Select(one => one.Body).Concat(reading.Quarantined.Select(one => one.Body)), body => JsonElement.DeepEquals(body, objects[index])));
        foreach (var one in reading.Accepted)
        {
            Assert.True(JsonElement.DeepEquals(one.Body, objects[one.Index]), $"seed {seed}");
            Assert.True(one.Category == StixCategory.Unknown || one.Category == StixCategory.Meta || StixTypes.Find(one.Type)!.Category == StixCategory.Domain && !Modelled.Contains(one.Type) || one.Read() is not null, $"seed {seed}: {one.Body}");
            if (one.As<StixIndicator>() is { PatternType: "stix" } indicator)
            {
                StixPattern.Read(indicator.Pattern).Hits([new Observable(ObservableKind.Ipv4Addr, "203.0.113.1")]);
            }

            _ = StixObservables.Of(one.Body).Count();
            _ = one.As<StixIncident>()?.Core;
        }

        // Written and read again, with all else known, it is the same.
        var again = StixReader.Read(StixWriter.Bundle(GeneratedShares.Publisher.Own, [.. reading.Accepted.Select(one => one.Body)]), new(_ => true, _ => null));
        Assert.True(again.Refused is null && again.Quarantined.Count == 0, $"seed {seed}: {again.Refused} {string.Join(' ', again.Quarantined.Select(one => one.Why))}");
        Assert.Equal(reading.Accepted.Select(one => (one.Id, one.Label.Tlp, one.Label.IsDefault)), again.Accepted.Select(one => (one.Id, one.Label.Tlp, one.Label.IsDefault)));
    }

    private static readonly string[] Modelled = ["identity", "incident", "indicator", "observed-data", "course-of-action", "vulnerability", "report", "grouping"];

    private static byte[] Mutated(Random random, byte[][] from) => Mutations.Of(from[random.Next(from.Length)], Values, most: 4, random);
}
