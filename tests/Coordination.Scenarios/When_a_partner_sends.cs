using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Scenarios;

/// <summary>What a partner brings, whichever way: what is taken, what is not, and why.</summary>
[Collection(OneSystem.Name)]
public sealed class When_a_partner_sends(RunningSystem system)
{
    private static readonly string Sample = File.ReadAllText(Repository.PathOf("tests", "data", "stix-incident-bundle.json"));

    [Fact]
    public async Task Everything_of_a_bundle_is_kept_as_it_came_and_given_back_letter_by_letter()
    {
        var partner = await RegisterAsync();

        var taken = await system.Ada.BringStixAsync(partner, Sample);

        var objects = JsonNode.Parse(Sample)!["objects"]!.AsArray();
        Assert.Equal((objects.Count, objects.Count, 0, objects.Count), (taken.Total, taken.Successes, taken.Failures, taken.Fresh));
        foreach (var one in objects)
        {
            var id = (string)one!["id"]!;
            var given = await system.Ada.ReceivedObjectAsync(partner, id);
            Assert.Contains(given.GetRawText(), Sample, StringComparison.Ordinal);
        }

        var listed = (await system.Ada.ReceivedObjectsAsync(partner)).Items;
        Assert.Equal(objects.Count, listed.Count);
        Assert.Equal((Tlp.Amber, false), listed.Where(one => one.Type == "incident").Select(one => (one.Label, one.LabelIsDefault)).Single());
        Assert.Equal((Tlp.Amber, true), listed.Where(one => one.Name == "Example CERT").Select(one => (one.Label, one.LabelIsDefault)).Single());
        Assert.Equal("indicator", Assert.Single((await system.Ada.ReceivedObjectsAsync(partner, "indicator")).Items).Type);
    }

    [Fact]
    public async Task The_same_again_is_a_success_and_nothing_new_and_its_submissions_are_listed_the_newest_first()
    {
        var partner = await RegisterAsync();
        var first = await system.Ada.BringStixAsync(partner, Sample);
        system.Clock.Advance(TimeSpan.FromSeconds(1));

        var second = await system.Ada.BringStixAsync(partner, Sample);

        Assert.Equal((first.Total, 0), (second.Successes, second.Fresh));
        Assert.Equal([second.Id, first.Id], (await system.Ada.StixSubmissionsAsync(partner)).Items.Select(one => one.Id));
        var status = await system.Ada.StixSubmissionAsync(partner, first.Id);
        Assert.Equal(first.Total, status.Successes + status.Failures + status.Pending);
        Assert.Equal(first.Total, status.Details.Count);
    }

    [Fact]
    public async Task A_newer_version_wins_an_older_one_changes_nothing_and_one_version_never_has_two_contents()
    {
        var partner = await RegisterAsync();
        await system.Ada.BringStixAsync(partner, Envelope(Indicator("2026-01-03T10:00:00Z", "third")));

        Assert.Equal(1, (await system.Ada.BringStixAsync(partner, Envelope(Indicator("2026-01-02T10:00:00Z", "second")))).Successes);
        Assert.Equal("third", await NameAsync(partner));
        Assert.Equal(1, (await system.Ada.BringStixAsync(partner, Envelope(Indicator("2026-01-04T10:00:00Z", "fourth")))).Fresh);
        Assert.Equal("fourth", await NameAsync(partner));

        var other = await system.Ada.BringStixAsync(partner, Envelope(Indicator("2026-01-04T10:00:00Z", "another fourth")));
        Assert.Equal((0, 1), (other.Successes, other.Failures));
        Assert.Contains("another content", Assert.Single(other.Details).Message, StringComparison.Ordinal);
        Assert.Equal("fourth", await NameAsync(partner));
        var held = Assert.Single((await system.Ada.QuarantineAsync(partner)).Items);
        Assert.Equal(("received-version", true, "/objects/0"), (held.Code, held.MayAccept, held.Place));
        Assert.Contains("another fourth", await system.Ada.QuarantinedAsync(partner, held.Id), StringComparison.Ordinal);

        await system.Ada.AcceptQuarantinedAsync(partner, held.Id);
        Assert.Equal("another fourth", await NameAsync(partner));
        Assert.Empty((await system.Ada.QuarantineAsync(partner)).Items);
        Assert.Equal(QuarantineState.Accepted, Assert.Single((await system.Ada.QuarantineAsync(partner, all: true)).Items).State);
    }

    [Fact]
    public async Task Its_sender_learns_which_property_is_wrong()
    {
        var partner = await RegisterAsync();
        var status = await system.Ada.BringStixAsync(partner, Envelope(
            $$"""{"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z","content":"Of nothing"}"""));

        Assert.Equal("object_refs: A note must say this. Ask the sender for it.", Assert.Single(status.Details).Message);
    }

    [Fact]
    public async Task What_was_revoked_stays_revoked()
    {
        var partner = await RegisterAsync();
        await system.Ada.BringStixAsync(partner, Envelope(Indicator("2026-01-03T10:00:00Z", "x", "\"revoked\":true,")));

        var again = await system.Ada.BringStixAsync(partner, Envelope(Indicator("2026-01-04T10:00:00Z", "x")));

        Assert.Equal(1, again.Failures);
        Assert.True(Assert.Single((await system.Ada.ReceivedObjectsAsync(partner)).Items).Revoked);
        var held = Assert.Single((await system.Ada.QuarantineAsync(partner)).Items);
        Assert.False(held.MayAccept);
        Assert.Equal("quarantine.not-to-accept", (await Assert.ThrowsAsync<ProblemException>(() => system.Ada.AcceptQuarantinedAsync(partner, held.Id))).Problem.Code);
        await system.Ada.DismissQuarantinedAsync(partner, held.Id);
        Assert.Empty((await system.Ada.QuarantineAsync(partner)).Items);
    }

    [Fact]
    public async Task Who_speaks_in_the_name_of_another_partner_is_not_believed_and_its_own_name_and_unknown_ones_pass()
    {
        var (own, others, unknown) = (Identity(), Identity(), Identity());
        await RegisterAsync(others);
        var partner = await RegisterAsync(own);

        var taken = await system.Ada.BringStixAsync(partner, Envelope(
            Person(own, "Ourselves"), Person(others, "Another"), Person(unknown, "Somebody"), Note(1, others), Note(2, own), Note(3, unknown)));

        Assert.Equal([false, true, false, true, false, false], taken.Details.Select(one => one.Failed));
        Assert.Equal(["received-other-creator", "received-other-identity"], (await system.Ada.QuarantineAsync(partner)).Items.Select(one => one.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_taken_from_who_is_paused_and_from_whom_the_agreement_does_not_let_anything_come()
    {
        var partner = await RegisterAsync();
        await system.Ada.PausePartnerAsync(partner, "Their mailbox was taken over");

        Assert.Equal((403, "partner.not-open"), await RefusedAsync(() => system.Ada.BringStixAsync(partner, Sample)));
        Assert.Empty((await system.Ada.ReceivedObjectsAsync(partner)).Items);
        var company = PartnerId.Of((await system.Ada.AddPartnerAsync(new PartnerRequest { Name = $"Company {Guid.NewGuid():N}", Kind = PartnerKind.Company })).Id);
        Assert.Equal((403, "partner.not-open"), await RefusedAsync(() => system.Ada.BringStixAsync(company, Sample)));
        Assert.Equal((404, "partner.unknown"), await RefusedAsync(() => system.Ada.BringStixAsync(PartnerId.Of("nobody"), Sample)));
    }

    [Fact]
    public async Task A_machine_of_a_partner_brings_for_its_own_partner_only_and_reads_nothing_of_it()
    {
        var (partner, other) = (await RegisterAsync(), await RegisterAsync());
        var token = (await system.Ada.AddTokenAsync(new TokenRequest { Name = $"machine {partner}", Scope = TokenScope.Partner, Partner = partner })).Secret;
        using var http = system.Http(token);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], [await PostAsync(http, partner), await PostAsync(http, other)]);
        foreach (var path in new[] { "objects", "quarantine", "received" })
        {
            using var answer = await http.GetAsync(new Uri($"/api/v1/partners/{partner}/{path}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_refused_with_its_place_and_listed()
    {
        var partner = await RegisterAsync();

        Assert.Equal((400, "stix-shape"), await RefusedAsync(() => system.Ada.BringStixAsync(partner, """{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":7}""")));
        Assert.Equal("/objects", Assert.Single((await system.Ada.StixSubmissionsAsync(partner)).Items).Refused?.Field);
    }

    [Fact]
    public async Task What_was_not_taken_counts_as_red_unless_its_label_can_be_read_and_whoever_reads_it_is_kept()
    {
        var (partner, canary) = (await RegisterAsync(), $"canary{Guid.NewGuid():N}");
        string[] wrong =
        [
            Broken(canary, Marked("bab4a63c-aed9-4cf5-a766-dfca5abac2bb")),
            Broken(canary, Marked("939a9414-2ddd-4d32-a0cd-375ea402b003")),
            Broken(canary, ""),
            Broken(canary, "\"object_marking_refs\":\"green\","),
            Broken(canary, Marked("0f0f0f0f-aed9-4cf5-a766-dfca5abac2bb")),
            Broken(canary, $"\"name\":\"{canary}\","),
            $"\"{canary}\"",
        ];

        var taken = await system.Ada.BringStixAsync(partner, Envelope(wrong));

        Assert.Equal(wrong.Length, taken.Failures);
        var page = await RawAsync(partner);
        Assert.DoesNotContain(canary, page, StringComparison.Ordinal);
        Assert.DoesNotContain(taken.Details, one => one.Message!.Contains(canary, StringComparison.Ordinal));
        var held = (await system.Ada.QuarantineAsync(partner)).Items.OrderBy(one => one.Place, StringComparer.Ordinal).ToArray();
        Assert.Equal([Tlp.Green, Tlp.AmberStrict, Tlp.Red, Tlp.Red, Tlp.Red, Tlp.Red, Tlp.Red], held.Select(one => one.Label));
        Assert.Equal([false, true, true, true, true, true, true], held.Select(one => one.ObjectId is null));
        Assert.All(held[..^1], one => Assert.Equal("note", one.Type));

        // Each is kept for itself, though one stream holds many of them; what is not strict is not kept.
        foreach (var one in held)
        {
            Assert.Contains(canary, await system.Ada.QuarantinedAsync(partner, one.Id), StringComparison.Ordinal);
        }

        using var auditor = await Someone.InviteAsync(system, Role.Auditor, false, null);
        var kept = (await auditor.Client.ReadingsAsync()).Items.Select(one => one.Part).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Assert.Equal([false, true, true, true, true, true, true], held.Select(one => kept.Contains($"quarantine/{one.Id}")));
        Assert.Equal((404, "quarantine.unknown"), await RefusedAsync(async () => await system.Ada.QuarantinedAsync(await RegisterAsync(), held[0].Id)));
    }

    [Fact]
    public async Task Of_each_strict_object_it_is_kept_who_read_it_though_one_stream_holds_many()
    {
        var partner = await RegisterAsync();
        // Of one lane: their UUIDs begin alike.
        string[] ids = [.. Enumerable.Range(0, 2).Select(_ => $"note--00{Guid.NewGuid().ToString()[2..]}")];
        await system.Ada.BringStixAsync(partner, Envelope([.. ids.Select(id =>
            $$"""{"type":"note","spec_version":"2.1","id":"{{id}}","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z",{{Marked("e828b379-4e03-4974-9ac4-e53a884c97c1")}}"content":"x","object_refs":["{{Identity()}}"]}""")]));

        foreach (var id in ids)
        {
            await system.Ada.ReceivedObjectAsync(partner, id);
        }

        using var auditor = await Someone.InviteAsync(system, Role.Auditor, false, null);
        Assert.Subset((await auditor.Client.ReadingsAsync()).Items.Select(one => one.Part ?? "").ToHashSet(StringComparer.Ordinal), ids.Select(id => $"object/{id}").ToHashSet(StringComparer.Ordinal));
    }

    private async Task<string> RawAsync(PartnerId partner)
    {
        using var http = system.Http((await system.Ada.AddTokenAsync(new TokenRequest { Name = $"reader {partner}", Scope = TokenScope.Operate })).Secret);
        return await http.GetStringAsync(new Uri($"/api/v1/partners/{partner}/quarantine", UriKind.Relative));
    }

    private static string Marked(string marking) => $"\"object_marking_refs\":[\"marking-definition--{marking}\"],";

    /// <summary>A note that speaks of nothing, which no note may.</summary>
    private static string Broken(string says, string more)
        => $$"""{"type":"note","spec_version":"2.1","id":"note--{{Guid.NewGuid()}}","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z",{{more}}"content":"{{says}}"}""";

    private async Task<PartnerId> RegisterAsync(params string[] identities)
        => PartnerId.Of((await system.Ada.AddPartnerAsync(new PartnerRequest { Name = $"CERT {Guid.NewGuid():N}", Kind = PartnerKind.Cert, Identities = identities })).Id);

    private async Task<string?> NameAsync(PartnerId partner) => Assert.Single((await system.Ada.ReceivedObjectsAsync(partner, "indicator")).Items).Name;

    private static async Task<(int, string?)> RefusedAsync(Func<Task> ask) => await Assert.ThrowsAsync<ProblemException>(ask) is var problem ? (problem.Problem.Status, problem.Problem.Code) : default;

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, PartnerId partner)
    {
        using var content = new StringContent(Sample, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"/api/v1/partners/{partner}/stix", UriKind.Relative), content);
        return answer.StatusCode;
    }

    private static string Identity() => $"identity--{Guid.NewGuid()}";

    private static string Envelope(params string[] objects) => $$"""{"objects":[{{string.Join(',', objects)}}]}""";

    private static string Indicator(string modified, string name, string more = "")
        => $$"""{"type":"indicator","spec_version":"2.1","id":"indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f","created":"2026-01-01T10:00:00Z","modified":"{{modified}}",{{more}}"name":"{{name}}","pattern":"[ipv4-addr:value = '203.0.113.77']","pattern_type":"stix","valid_from":"2026-01-01T10:00:00Z"}""";

    private static string Person(string id, string name)
        => $$"""{"type":"identity","spec_version":"2.1","id":"{{id}}","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z","name":"{{name}}"}""";

    private static string Note(int number, string by)
        => $$"""{"type":"note","spec_version":"2.1","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd006{{number}}","created_by_ref":"{{by}}","created":"2026-01-01T10:00:00Z","modified":"2026-01-01T10:00:00Z","content":"A word","object_refs":["{{by}}"]}""";
}
