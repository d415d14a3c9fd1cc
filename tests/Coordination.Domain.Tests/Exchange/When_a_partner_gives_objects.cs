using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_a_partner_gives_objects
{
    private static readonly PartnerId Other = PartnerId.Of("other");

    [Fact]
    public void In_whatever_order_versions_arrive_the_same_one_holds_in_the_end()
        => Gen.Int[0, 2].SelectMany(which => Gen.Int[1, 6].SelectMany(version => Gen.Bool.Select(revoked => Version(which, version, revoked)))).Array[1, 12]
            .SelectMany(versions => Gen.Int.Array[versions.Length].SelectMany(keys => Gen.Int[1, 4].Select(together => (versions, keys, together))))
            .Sample(drawn =>
            {
                // One version has one content: of those that contradict each other the first is meant.
                ReceivedObject[] versions = [.. drawn.versions.DistinctBy(one => (one.Id, one.Order))];
                var shuffled = versions.Zip(drawn.keys).OrderBy(pair => pair.Second).Select(pair => pair.First).ToArray();

                Assert.Equal(Holding(versions.Chunk(versions.Length)), Holding(shuffled.Chunk(drawn.together)));
                Assert.Equal(versions.GroupBy(one => one.Id).Select(group => group.OrderBy(one => one.Revoked).ThenBy(one => one.Order, StringComparer.Ordinal).Last()).Select(one => (one.Id, one.Order, one.Revoked)).Order(), Holding(shuffled.Chunk(1)));
            });

    [Fact]
    public void The_same_version_again_records_nothing_and_with_another_content_it_is_kept_apart_once()
    {
        var lane = Lane();
        lane.Do(Bring(Version(0, 1)));

        Assert.Empty(lane.Ask(Bring(Version(0, 1))).Events);
        lane.Do(Bring(Version(0, 1) with { Content = "other", Json = "other" }));
        lane.Do(Bring(Version(0, 1) with { Content = "other", Json = "other" }));
        Assert.Equal(("received-version", 2), lane.State.Quarantine.Values.Select(held => (held.Code, held.Times)).Single());
        Assert.Equal("c1False", Assert.Single(lane.State.Objects.Values).Contents.Values.Single());
    }

    [Fact]
    public void Of_an_object_that_changes_for_ever_the_newest_versions_are_known_again_and_older_ones_record_nothing()
    {
        var lane = Lane();
        for (var version = 1; version <= 250; version++)
        {
            lane.Do(Bring(Version(0, version) with { Order = $"{version:D3}" }));
        }

        var known = Assert.Single(lane.State.Objects.Values);
        Assert.Equal("250", known.Order);
        Assert.Equal(Enumerable.Range(151, 100).Select(version => $"{version:D3}"), known.Contents.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(lane.Ask(Bring(Version(0, 7) with { Order = "007" })).Events);
        Assert.Single(lane.Ask(Bring(Version(0, 200) with { Order = "200", Content = "other", Json = "other" })).Events);

        // That it is revoked is heard however old that is, and it holds.
        lane.Do(Bring(Version(0, 5, revoked: true) with { Order = "005" }));
        lane.Do(Bring(Version(0, 4) with { Order = "004" }));
        known = Assert.Single(lane.State.Objects.Values);
        Assert.Equal((true, "005", 100), (known.Revoked, known.Order, known.Contents.Count));
        Assert.Contains("005", known.Contents.Keys);
    }

    [Fact]
    public void A_uuid_keeps_its_type_a_creation_its_time_and_an_object_its_creator()
    {
        var lane = Lane();
        lane.Do(Bring(Version(0, 1)));
        lane.Do(Bring(Version(0, 2) with { Id = $"malware--{Version(0, 1).Uuid}" }));
        lane.Do(Bring(Version(0, 2) with { Created = "2025" }));
        lane.Do(Bring(Version(0, 2) with { CreatedBy = "identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11" }));

        Assert.Equal(["received-created", "received-creator", "received-type"], lane.State.Quarantine.Values.Select(held => held.Code).Order(StringComparer.Ordinal));
        Assert.Equal("1", Assert.Single(lane.State.Objects.Values).Order);
    }

    [Fact]
    public void What_is_kept_apart_keeps_its_label_and_is_red_where_none_was_read()
    {
        var lane = Lane();
        lane.Do(Bring(Version(0, 1) with { Label = Tlp.Green }));
        lane.Do(Bring(Version(0, 1) with { Content = "other", Json = "other", Label = Tlp.AmberStrict }));
        lane.Do(Bring() with { Unread = [new("note--x", "/objects/0", "stix-missing", "A note must say this.", "{}")] });

        Assert.Equal([Tlp.AmberStrict, Tlp.Red], lane.State.Quarantine.Values.Select(held => held.Label).Order());
    }

    [Fact]
    public void An_observable_keeps_the_strictest_label_that_it_came_with()
    {
        var lane = Lane();
        foreach (var label in new[] { Tlp.Green, Tlp.Red, Tlp.Clear })
        {
            lane.Do(Bring(Version(0, 1) with { IsObservable = true, Order = "", Label = label, Content = $"{label}" }));
        }

        Assert.Equal(Tlp.Red, Assert.Single(lane.State.Objects.Values).Label);
    }

    [Fact]
    public void A_marking_that_is_understood_later_changes_the_label_and_tells_nobody_again()
    {
        var lane = Lane(ours: new() { ["indicator--x"] = new(["incident/i1"], ["1"]) });
        var note = Version(0, 1) with { Names = ["indicator--x"], Says = "It is back", Label = Tlp.Red };
        lane.Do(Bring(note));
        Assert.Single(lane.Effects.Arm);

        lane.Do(Bring(note with { Label = Tlp.Green }));

        Assert.Equal(Tlp.Green, Assert.Single(lane.State.Objects.Values).Label);
        Assert.Empty(lane.Effects.Arm);
    }

    [Fact]
    public void Each_version_that_speaks_of_an_incident_is_told_to_it()
    {
        var lane = Lane(ours: new() { ["indicator--x"] = new(["incident/i1", "advisory/w1"], ["1"]) });
        lane.Do(Bring(Version(0, 1) with { Names = ["indicator--x"], Says = "It is back" }));
        lane.Do(Bring(Version(0, 2) with { Names = ["indicator--x"], Says = "It is gone" }));

        var told = Assert.Single(lane.Effects.Arm);
        Assert.Equal("incident/i1", told.Target.Value);
        Assert.Equal("It is gone", Assert.IsType<RecordFromPartner>(DomainJson.Read<IncidentCommand>(told.Body.Span)).Text);
    }

    [Fact]
    public void What_lies_with_every_incident_leads_to_none()
    {
        string[] everywhere = ["identity--us", "marking-definition--green", "ipv4-addr--x"], incidents = ["incident/i1", "incident/i2"];
        var lane = Lane(ours: new()
        {
            [everywhere[0]] = new(incidents, ["1"]), [everywhere[1]] = new(incidents, ["1"]), [everywhere[2]] = new(incidents, []), ["indicator--x"] = new(["incident/i3"], ["1"]),
        });

        lane.Do(Bring(Version(0, 1) with { Names = everywhere, Says = "It is back" }));
        Assert.Empty(lane.Effects.Arm);

        lane.Do(Bring(Version(0, 2) with { Names = [.. everywhere, "indicator--x"], Says = "It is back" }));
        Assert.Equal("incident/i3", Assert.Single(lane.Effects.Arm).Target.Value);
    }

    [Fact]
    public void What_a_person_accepts_holds_and_what_contradicts_what_holds_nobody_accepts()
    {
        var lane = Lane(owners: new() { ["identity--7d1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11"] = Other });
        var foreign = Version(0, 1) with { CreatedBy = "identity--7D1b2f6e-0f0a-4f6b-9a5e-3c1d0a5b7c11" };
        lane.Do(Bring(foreign));
        lane.Do(Bring(Version(1, 3, revoked: true)));
        lane.Do(Bring(Version(1, 4)));
        var (of, against) = (lane.State.Quarantine.Single(pair => pair.Value.Code == "received-other-creator").Key, lane.State.Quarantine.Single(pair => pair.Value.Code == "received-revoked").Key);

        Assert.Null(lane.Do(new AcceptQuarantined(Samples.Lighthouse, of, foreign)).Refusal);
        Assert.Equal("quarantine.not-to-accept", lane.Ask(new AcceptQuarantined(Samples.Lighthouse, against, Version(1, 4))).Refusal?.Code);
        Assert.Equal("quarantine.not-to-accept", lane.Ask(new AcceptQuarantined(Samples.Lighthouse, against, Version(0, 4))).Refusal?.Code);
        Assert.Contains(foreign.Id, lane.State.Objects.Keys);
    }

    [Fact]
    public void Whosever_name_it_is_its_sender_is_told_the_same_and_who_it_is_stands_in_the_quarantine()
    {
        const string us = "identity--00000000-0000-4000-8000-000000000001", them = "identity--00000000-0000-4000-8000-000000000002";
        var lane = Lane(owners: new() { [them] = Other }, ours: new() { [us] = new([], ["1"]) });
        ReceivedObject[] foreign = [Version(0, 1) with { CreatedBy = us }, Version(1, 1) with { CreatedBy = them }, Version(2, 1) with { Id = them }];

        foreach (var one in foreign.Concat(foreign))
        {
            lane.Do(Bring(one));
        }

        Assert.Equal(6, lane.History.Count);
        Assert.DoesNotContain("other", Assert.Single(ReceivedKind.Instance.Tell(lane.History).Select(told => ReceivedKind.ReadTold(told).Why).Distinct()), StringComparison.Ordinal);
        Assert.Equal(2, lane.State.Quarantine.Values.Count(held => held.Reason.Contains($"({Other})", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_has_been_decided_on_leaves_its_place_in_the_quarantine()
    {
        var lane = Lane();
        lane.Record([new ObjectsQuarantined("s0", "taxii", [.. Enumerable.Range(0, 5_000).Select(number => new QuarantinedObject($"q{number}", null, "/objects/0", "stix-shape", "No.", "{}"))])], Actor.System);
        var one = new UnreadObject(null, "/objects/0", "stix-shape", "No.", "[]");
        Assert.IsType<QuarantinedAgain>(Assert.Single(lane.Ask(Bring() with { Unread = [one] }).Events));

        lane.Do(new DismissQuarantined("q7"));

        Assert.IsType<ObjectsQuarantined>(Assert.Single(lane.Ask(Bring() with { Unread = [one] }).Events));
    }

    [Fact]
    public void Beyond_its_share_nothing_new_is_taken_and_what_is_there_is_still_changed_and_revoked()
    {
        var lane = Lane();
        lane.Record([new ObjectsReceived("s0", "taxii", [.. Enumerable.Range(0, ReceivedRules.MostObjects / ReceivedKind.Lanes).Select(number => Version(0, 1) with { Id = $"indicator--00000000-0000-4000-8000-{number:D12}" })], [])], Actor.System);
        var known = Version(0, 2) with { Id = "indicator--00000000-0000-4000-8000-000000000007" };

        lane.Do(Bring(Version(1, 1), known, known with { Version = "3", Order = "3", Revoked = true, Content = "gone" }));

        Assert.Equal((true, false), (lane.State.Objects[known.Id].Revoked, lane.State.Objects.ContainsKey(Version(1, 1).Id)));
        Assert.Empty(lane.State.Quarantine);
        Assert.Contains(ReceivedKind.Instance.Tell(lane.History.TakeLast(2).ToArray()), told => ReceivedKind.ReadTold(told).Why.StartsWith("Nothing new is taken", StringComparison.Ordinal));
    }

    [Fact]
    public void What_takes_indicators_orders_that_they_are_looked_for_whatever_becomes_of_its_document()
    {
        var lane = Lane();
        var indicator = Version(0, 1) with { Indicator = ReceivedSamples.GivenIndicator.Indicator! with { Unclear = null } };
        lane.Do(Bring(Version(1, 1)));
        Assert.Empty(lane.Effects.Arm);

        lane.Do(Bring(indicator));

        var order = Assert.Single(lane.Effects.Arm);
        Assert.Equal((SubmissionKind.LookBack("s1"), new LookBackOrder("s1", lane.Stream.Key, 2)), (order.Target, DomainJson.Read<LookBackOrder>(order.Body.Span)));
        lane.Do(Bring(indicator));
        Assert.Empty(lane.Effects.Arm);
    }

    [Fact]
    public void Whoever_has_the_incident_is_told_and_while_nobody_has_it_its_escalation_goes_on()
    {
        var incident = Shared();
        var since = incident.State.UnattendedSince;
        incident.Do(new RecordFromPartner(Samples.Lighthouse, "note--x", "1", "note", Tlp.Green, false, "It is back"));
        Assert.Empty(incident.Effects.Arm);
        Assert.Equal(since, incident.State.UnattendedSince);

        incident.Do(new AcknowledgeIncident(), Actor.Person(Samples.Ada));
        incident.Do(new RecordFromPartner(Samples.Lighthouse, "note--x", "2", "note", Tlp.Red, false, "And again"));
        Assert.Equal("notification", Assert.Single(incident.Effects.Arm).Target.Kind);
    }

    [Fact]
    public void Its_label_stays_on_its_note_and_whoever_works_on_the_incident_labels_that()
    {
        var incident = Shared();
        var before = (incident.State.Tlp, incident.State.StrictestOfParts);

        incident.Do(new RecordFromPartner(Samples.Lighthouse, "note--x", "1", "note", Tlp.Red, false, "It is back"));

        Assert.Equal(Tlp.Red, Assert.IsType<PartnerSpoke>(incident.History[^1].Event).Label);
        Assert.Equal(before, (incident.State.Tlp, incident.State.StrictestOfParts));
    }

    [Fact]
    public void A_partner_is_heard_while_the_incident_is_shared_with_it()
    {
        var spoken = new RecordFromPartner(Samples.Lighthouse, "note--x", "1", "note", Tlp.Green, false, "It is back");

        Assert.Empty(Tests.Incidents.Opened.BySightings().Ask(spoken).Events);
        Assert.Empty(Shared().Ask(spoken with { Partner = Other }).Events);
        var incident = Shared(Played<Incident, IncidentCommand, IncidentEvent>.Noon.AddDays(1));
        Assert.Single(incident.Ask(spoken).Events);
        incident.Now = incident.Now.AddDays(1);
        Assert.Empty(incident.Ask(spoken).Events);
    }

    private static Played<Incident, IncidentCommand, IncidentEvent> Shared(DateTimeOffset? until = null)
    {
        var incident = Tests.Incidents.Opened.BySightings();
        incident.Record([new IncidentShared(new(1, Audience.Of(Samples.Lighthouse), until, Samples.Ada, "They hunt the same actor", incident.Now))], Actor.Person(Samples.Ada));
        return incident;
    }

    private static (string, string, bool)[] Holding(IEnumerable<ReceivedObject[]> deliveries)
    {
        var lane = Lane();
        foreach (var some in deliveries)
        {
            Assert.Null(lane.Do(Bring(some)).Refusal);
        }

        return [.. lane.State.Objects.Select(pair => (pair.Key, pair.Value.Order, pair.Value.Revoked)).Order()];
    }

    private static Played<Received, ReceivedCommand, ReceivedEvent> Lane(Dictionary<string, PartnerId>? owners = null, Dictionary<string, OurObject>? ours = null)
        => new(ReceivedKind.Instance, ReceivedKind.Stream(Samples.Lighthouse, 0), question => question is OwnersOf ? new IdentityOwners(owners ?? []) : new OurObjects(ours ?? []));

    private static ReceiveObjects Bring(params ReceivedObject[] objects) => new(Samples.Lighthouse, "s1", "taxii", objects, []);

    private static ReceivedObject Version(int which, int version, bool revoked = false) => new()
    {
        Id = $"indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4{which}",
        Place = string.Create(CultureInfo.InvariantCulture, $"/objects/{version}"),
        Version = $"{version}",
        Order = $"{version}",
        Created = "1",
        Label = Tlp.Green,
        Revoked = revoked,
        Content = $"c{version}{revoked}",
        Json = $"{{\"v\":{version},\"r\":{revoked}}}",
    };
}
