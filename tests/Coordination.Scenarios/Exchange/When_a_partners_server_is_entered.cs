using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner's TAXII server is entered with its secret, and tried before anything goes there.</summary>
public sealed class When_a_partners_server_is_entered : WithPartnersServer
{
    [Fact]
    public async Task The_secret_stands_in_no_view_and_no_audit_and_opens_the_server()
    {
        const string Secret = "canary-of-the-secret";
        var partner = await PartnerAsync();
        _site.Authorization = "Bearer " + Secret;
        await _system.Ada.PutPeerAsync(partner, Polling() with { Secret = Secret });
        await UntilAsync(partner, peer => peer.LastPollAt is not null);
        Assert.Null((await _system.Ada.PeerAsync(partner)).LastFailure);
        Assert.True((await _system.Ada.PeerAsync(partner)).Settings.HasSecret);

        using var auditor = await Someone.InviteAsync(_system, Role.Auditor, false, null);
        var audit = await auditor.Client.AuditAsync(new AuditSearch { Kind = "peer" });
        Assert.Contains(audit.Items, one => one.Event == "peer-set");
        Assert.DoesNotContain(audit.Items, one => one.Content?.GetRawText().Contains(Secret, StringComparison.Ordinal) == true);
        using var http = _system.Http(_system.OfficerToken);
        foreach (var path in new[] { "", "/peer", "/health" })
        {
            Assert.DoesNotContain(Secret, await http.GetStringAsync(new Uri($"{Routes.Partners}/{partner}{path}", UriKind.Relative)), StringComparison.Ordinal);
        }

        // Kept where nothing else is said, and given to no other server.
        await _system.Ada.PutPeerAsync(partner, Polling() with { EverySeconds = 30 });
        Assert.True((await _system.Ada.PeerAsync(partner)).Settings.HasSecret);
        Assert.Equal("peer.secret-missing", (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.PutPeerAsync(partner, Polling() with { ApiRoot = "http://127.0.0.1:1/api/" }))).Code);
        var test = await _system.Ada.TestPeerAsync(partner);
        Assert.True(test.Works, string.Join(' ', test.Seen));
        await _system.Ada.PutPeerAsync(partner, Polling() with { Secret = "" });
        test = await _system.Ada.TestPeerAsync(partner);
        Assert.Equal((false, true), (test.Works, test.Seen.Any(one => one.Contains("does not know us", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_test_says_in_words_what_is_there()
    {
        var partner = await PartnerAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.TestPeerAsync(partner))).Status);
        await _system.Ada.PutPeerAsync(partner, new() { ApiRoot = _site.Root, Poll = ["green", "red"], PushInto = "inbox" });
        var test = await _system.Ada.TestPeerAsync(partner);
        Assert.False(test.Works);
        Assert.Equal(
            [
                "The server calls itself “A partner” and names 1 API root.", "The API root is “Exchange” and takes documents of at most 1,000,000 bytes.", "It offers us 2 collections.",
                "We may read green, “Green”.", "There is no collection red for us.", "We may write to inbox, “Inbox”.",
            ],
            test.Seen);
        Assert.Equal(["green", "inbox"], test.Collections.Select(one => one.Id));
        Assert.DoesNotContain(_site.Asked, one => one.StartsWith("POST", StringComparison.Ordinal) || one.Contains("/objects/", StringComparison.Ordinal));
        Assert.Equal("peer.nothing-to-push", (await Assert.ThrowsAsync<ProblemException>(async () =>
        {
            await _system.Ada.PutPeerAsync(partner, Polling());
            await _system.Ada.PushPeerAsync(partner);
        })).Code);
    }
}
