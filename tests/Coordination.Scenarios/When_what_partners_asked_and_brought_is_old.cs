using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Contracts.Retention;

namespace Coordination.Scenarios;

public sealed class When_what_partners_asked_and_brought_is_old
{
    [Fact]
    public async Task Requests_about_no_incident_that_are_over_go_with_their_threads_and_what_became_of_documents_and_all_others_stay()
    {
        await using var system = await ErasedSystem.StartAsync();
        var (ada, clock) = (system.Running.Ada, system.Running.Clock);
        var partner = PartnerId.Of((await ada.AddPartnerAsync(new() { Name = "Lighthouse", Kind = PartnerKind.Cert, Ceiling = Tlp.Amber, Contacts = [new("Desk", Channel.Mail, "desk@lighthouse.example")] })).Id);
        var secret = (await ada.AddTokenAsync(new() { Name = "their machine", Scope = TokenScope.Partner, Partner = partner, ExpiresAt = clock.GetUtcNow().AddDays(300) })).Secret!;
        using var machine = system.Running.Http(secret);
        var theirs = new CoordinationClient(machine, TimeProvider.System);
        var incident = await system.Running.AlertAsync("Asked about", "203.0.113.70");
        var over = await AskAsync(system.Lead, "ternover");
        await theirs.WriteEnquiryAsync(over, new("ternanswer"));
        await system.Lead.CloseEnquiryAsync(over, "ternoutcome");
        var waits = await AskAsync(system.Lead, "still open");
        var amber = await AskAsync(system.Lead, "of another label", Tlp.Amber);
        await system.Lead.WithdrawEnquiryAsync(amber, "found it");
        var about = await AskAsync(system.Lead, "about a case", about: incident.Summary.Id);
        await system.Lead.CloseEnquiryAsync(about, "done");
        await ada.BringStixAsync(partner, Document(1, "gannetmissing"));
        await RunningSystem.UntilAsync(() => Task.FromResult(system.Running.Mailbox.Messages.Any(mail => mail.To.Contains("desk@lighthouse.example"))));
        await ada.SetRetentionAsync(new([new(RetentionOf.Requests, 30), new(RetentionOf.Requests, 1_000, Tlp.Amber), new(RetentionOf.Submissions, 30)]));

        await system.PassAsync(TimeSpan.FromDays(29));
        var young = await ada.BringStixAsync(partner, Document(2, "and another"));
        Assert.Equal([0, 0, 0], (await ada.RetentionDueAsync()).Select(rule => (int)rule.Count));
        await system.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal([1, 0, 1], (await ada.RetentionDueAsync()).Select(rule => (int)rule.Count));
        await ada.RunRetentionAsync();
        await RunningSystem.UntilAsync(async () => (await ada.ErasuresAsync()).Items is { Count: 3 } all && all.All(one => one.DoneAt is not null));

        var erased = (await ada.ErasuresAsync()).Items.Single(one => one.Rule == "requests about no incident: 30 days");
        Assert.Equal((1, 2), (Of("requests"), Of("messages of requests")));
        Assert.True(Of("notifications") > 0);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => system.Lead.EnquiryAsync(over.Value))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => theirs.EnquiryAsync(over.Value))).Status);
        Assert.Equal(new[] { about, amber, waits }.Select(id => id.Value).Order(), (await system.Lead.EnquiriesAsync()).Items.Select(one => one.Id.Value).Order());
        Assert.Empty(system.FilesWith("ternover").Concat(system.FilesWith("ternanswer")).Concat(system.FilesWith("ternoutcome")));
        Assert.Equal(young.Id, Assert.Single((await ada.StixSubmissionsAsync(partner)).Items).Id);
        Assert.Equal(2, (await ada.ReceivedObjectsAsync(partner)).Items.Count);
        Assert.Null((await system.VerifyAsync()).Fault);

        long Of(string part) => erased.Parts.SingleOrDefault(one => one.Part == part)?.Count ?? 0;

        static string Document(int number, string wrong) => $$"""
            {"type":"bundle","id":"bundle--{{Guid.NewGuid()}}","objects":[
            {"type":"note","spec_version":"2.1","id":"note--0000000{{number}}-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-03-01T12:00:00.000Z","modified":"2026-03-01T12:00:00.000Z","content":"Seen","object_refs":["indicator--00000001-17d4-4cbf-938f-98ee46b3cd3f"]},
            {"type":"note","spec_version":"2.1","id":"note--1000000{{number}}-17d4-4cbf-938f-98ee46b3cd3f","{{wrong}}":true}]}
            """;

        async Task<EnquiryId> AskAsync(CoordinationClient client, string word, Tlp tlp = Tlp.Green, IncidentId? about = null)
            => EnquiryId.Of((await client.OpenEnquiryAsync(new() { Partner = partner, Kind = EnquiryKind.Help, Title = word, Text = $"{word} question", Tlp = tlp, Due = clock.GetUtcNow().AddDays(200), About = about })).Id);
    }
}
