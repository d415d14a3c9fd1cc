using Coordination.Connectors.Misp;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Stix;

public sealed class Every_bundle_passes_the_schemas_of_others
{
    private const int Count = 150;

    [Theory]
    [InlineData(TlpVersion.Two)]
    [InlineData(TlpVersion.One)]
    public async Task Whatever_an_incident_or_advisory_holds_its_bundle_is_valid(TlpVersion version)
    {
        var bundles = All(version).ToArray();

        var (failures, counted) = await SchemaValidator.CheckAsync([.. bundles.Select(one => one.Bundle.ToArray())]);

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        Assert.Equal(bundles.Length + bundles.Sum(one => one.Objects.Count), counted);
    }

    [Fact]
    public void Our_own_reader_accepts_all_of_it_without_a_doubt()
        => Assert.All(All(TlpVersion.Two).Concat(All(TlpVersion.One)), written =>
        {
            var reading = StixReader.Read(written.Bundle, new(id => id.StartsWith("indicator--", StringComparison.Ordinal), _ => null));
            Assert.Null(reading.Refused);
            Assert.Empty(reading.Quarantined.Select(one => one.Why));
            Assert.Equal(written.Objects.Count, reading.Accepted.Count);
            Assert.Empty(reading.Accepted.SelectMany(one => one.Warnings));
            Assert.All(reading.Accepted.Where(one => one.Category != StixCategory.Meta), one => Assert.NotNull(one.Read()));
        });

    [Fact]
    public void The_same_share_gives_the_same_bytes_and_a_later_one_the_same_ids()
    {
        var producer = new StixProducer(GeneratedShares.Publisher);
        for (var seed = 0; seed < 20; seed++)
        {
            var (share, again) = (new GeneratedShares(seed).Incident(), new GeneratedShares(seed).Incident());
            var written = producer.Incident(share);
            Assert.Equal(written.Bundle.ToArray(), producer.Incident(again).Bundle.ToArray());

            var later = producer.Incident(share with { Incident = share.Incident with { Summary = share.Incident.Summary with { UpdatedAt = share.Incident.Summary.UpdatedAt.AddDays(200), Title = "Renamed" } } });
            Assert.Equal(Ids(written), Ids(later));
            var known = StixReader.Read(written.Bundle).Accepted.ToDictionary(one => one.Id);
            Assert.All(StixReader.Read(later.Bundle).Accepted, one => Assert.Contains(StixVersions.Of(known[one.Id], one).Succession, new[] { StixSuccession.Newer, StixSuccession.Same }));
        }

        static IEnumerable<string> Ids(StixWritten written) => written.Objects.Select(one => one.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task A_recalled_share_revokes_what_went_out_and_nothing_else()
    {
        var producer = new StixProducer(GeneratedShares.Publisher);
        var share = new GeneratedShares(11).Incident();
        var recalled = share with { Recalled = true, ChangedAt = share.Incident.Summary.UpdatedAt.AddTicks(10) };
        var known = Read(producer.Incident(share)).ToDictionary(one => one.Id);

        var back = Read(producer.Incident(recalled));

        Assert.Equal(known.Keys.Order(), back.Select(one => one.Id).Order());
        Assert.All(back, one => Assert.Equal(one.Modified is not null && one.Type != "identity", one.Revoked));
        Assert.All(back, one => Assert.Equal(one.Revoked ? StixSuccession.Newer : StixSuccession.Same, StixVersions.Of(known[one.Id], one).Succession));
        Assert.All(MispReader.Read(new MispWriter(GeneratedShares.Publisher).Event(recalled)).Event!.Attributes, one => Assert.Equal((true, false), (one.Deleted, one.ToIds)));
        Assert.Empty((await SchemaValidator.CheckAsync([producer.Incident(recalled).Bundle.ToArray(), new MispWriter(GeneratedShares.Publisher).Event(recalled)])).Failures);

        static IReadOnlyList<StixObject> Read(StixWritten written) => StixReader.Read(written.Bundle, new(_ => true, _ => null)).Accepted;
    }

    [Fact]
    public void What_is_shared_anew_without_a_change_of_the_incident_is_a_later_version()
    {
        var producer = new StixProducer(GeneratedShares.Publisher);
        var share = new GeneratedShares(11).Incident() with { Cves = [] };
        var known = StixReader.Read(producer.Incident(share).Bundle).Accepted.Single(one => one.Type == "grouping");

        var more = share with { Cves = ["CVE-2026-4242"] };
        var (unsaid, said) = (Grouping(more), Grouping(more with { ChangedAt = share.Incident.Summary.UpdatedAt.AddTicks(10) }));

        Assert.Equal((StixSuccession.Refused, StixSuccession.Newer), (StixVersions.Of(known, unsaid).Succession, StixVersions.Of(known, said).Succession));

        StixObject Grouping(IncidentShare one) => StixReader.Read(producer.Incident(one).Bundle).Accepted.Single(other => other.Type == "grouping");
    }

    [Fact]
    public void Two_incidents_of_one_institution_contradict_each_other_nowhere()
    {
        var producer = new StixProducer(GeneratedShares.Publisher);
        var known = new Dictionary<string, StixObject>();
        for (var seed = 0; seed < 60; seed++)
        {
            foreach (var one in StixReader.Read(producer.Incident(new GeneratedShares(seed).Incident()).Bundle).Accepted)
            {
                if (!known.TryAdd(one.Id, one))
                {
                    Assert.NotEqual(StixSuccession.Refused, StixVersions.Of(known[one.Id], one).Succession);
                }
            }
        }
    }

    [Fact]
    public void Every_object_carries_the_label_and_what_cannot_be_said_is_named()
    {
        var share = new GeneratedShares(7).Incident();
        share = share with { Incident = share.Incident with { Observables = GeneratedShares.AllFacts, Summary = share.Incident.Summary with { Tlp = Tlp.AmberStrict } } };

        var written = new StixProducer(GeneratedShares.Publisher).Incident(share);
        var reading = StixReader.Read(written.Bundle);

        Assert.All(reading.Accepted.Where(one => one.Category != StixCategory.Meta && one.Body.GetProperty("id").GetString() != Self(reading)), one => Assert.Equal((Tlp.AmberStrict, false), (one.Label.Tlp, one.Label.IsDefault)));
        Assert.Equal(new HashSet<string> { "http://evil.example/a b", "free text", "mutex\\name", "mällory@evil.example", "mallory@_x.example" }, written.LeftOut.Select(one => one.Value).ToHashSet());
        Assert.All(StixReader.Read(new StixProducer(GeneratedShares.Publisher, TlpVersion.One).Incident(share).Bundle).Accepted.Where(one => one.Type == "incident"), one => Assert.Equal(Tlp.Red, one.Label.Tlp));

        static string Self(StixReading reading) => reading.Accepted.First(one => one.Type == "identity").Id;
    }

    [Fact]
    public void People_notes_and_tasks_never_leave()
    {
        var share = new GeneratedShares(3).Incident();
        share = share with { Incident = share.Incident with { Notes = [new(1, "CANARY note", new(new("p1"), "CANARY person"), DateTimeOffset.UnixEpoch, Tlp.Clear)], Tasks = [new(1, "CANARY task", null, false, DateTimeOffset.UnixEpoch)] } };

        Assert.DoesNotContain("CANARY", System.Text.Encoding.UTF8.GetString(new StixProducer(GeneratedShares.Publisher).Incident(share).Bundle.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_file_names_no_place_to_download_from()
        => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Repository.PathOf("tests/Coordination.Connectors.Tests/Stix/validator/package-lock.json")), StringComparison.Ordinal);

    private static IEnumerable<StixWritten> All(TlpVersion version)
    {
        var producer = new StixProducer(GeneratedShares.Publisher, version);
        for (var seed = 0; seed < Count; seed++)
        {
            yield return producer.Incident(new GeneratedShares(seed).Incident());
            var (summary, content, revisions) = new GeneratedShares(seed).Advisory();
            yield return producer.Advisory(summary, content, revisions);
        }
    }
}
