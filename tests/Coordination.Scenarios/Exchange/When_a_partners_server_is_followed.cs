using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner's TAXII server is polled and brought to: where it was is remembered, what it does wrong is said in words, and nothing is lost or doubled.</summary>
public sealed class When_a_partners_server_is_followed : IAsyncLifetime
{
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Taxii:AllowHttp=true", "--Coordination:Taxii:AllowPrivateNetworks=true"] };
    private readonly TaxiiSite _site = TaxiiSite.Start();
    private PeerView? _seen;

    public Task InitializeAsync() => _system.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Everything_arrives_once_page_by_page_and_the_next_poll_asks_for_what_is_new()
    {
        var partner = await PartnerAsync();
        _site.Page = 3;
        _site.Add(Enumerable.Range(1, 10).Select(TaxiiSite.Indicator));
        await _system.Ada.PutPeerAsync(partner, Polling());
        await UntilAsync(partner, peer => peer.LastPollAt is not null);

        var peer = await _system.Ada.PeerAsync(partner);
        Assert.Equal((10, 10, 0), (peer.Collections[0].Objects, peer.Collections[0].Taken, peer.Collections[0].NotTaken));
        Assert.Equal(10, await ReceivedAsync(partner));
        Assert.Equal((null, 0, _system.Clock.GetUtcNow().AddSeconds(60)), (peer.LastFailure, peer.FailuresInRow, peer.NextPollAt));

        // Stopped and started: it goes on where it was.
        await _system.StopAsync();
        await _system.StartAsync();
        _site.Asked.Clear();
        _site.Add(TaxiiSite.Indicator(11));
        _system.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(partner, one => one.Collections[0].Objects == 11);
        Assert.Equal(11, await ReceivedAsync(partner));
        Assert.Equal("GET /api/collections/green/objects/?limit=500&added_after=2026-01-01T00%3A00%3A00.000010Z", _site.Asked.First());
        var health = await _system.Ada.PartnerHealthAsync(partner);
        Assert.Equal((PartnerFlow.Open, true, 0), (health.Flow, health.Followed, health.FailuresInRow));
        Assert.NotNull(health.LastIn);
    }

    [Fact]
    public async Task Who_is_stopped_in_the_middle_of_a_page_goes_on_and_loses_and_doubles_nothing()
    {
        var partner = await PartnerAsync();
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _site.Page = 2;
        _site.Add(Enumerable.Range(1, 7).Select(TaxiiSite.Indicator));
        _site.Instead = async context =>
        {
            if (context.Request.QueryString["next"] == "4" && !gate.Task.IsCompleted)
            {
                reached.TrySetResult();
                await gate.Task;
            }

            return false;
        };
        await _system.Ada.PutPeerAsync(partner, Polling());
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await _system.StopAsync();
        gate.SetResult();
        await _system.StartAsync();
        await MoveUntilAsync(partner, peer => peer.LastPollAt is not null);

        Assert.Equal(7, await ReceivedAsync(partner));
        Assert.Equal((7, 7), ((await _system.Ada.PeerAsync(partner)).Collections[0].Objects, (await _system.Ada.StixSubmissionsAsync(partner)).Items.Sum(one => one.Fresh)));
    }

    [Fact]
    public async Task A_server_whose_pages_do_not_end_is_read_for_a_while_and_said_so()
    {
        var partner = await PartnerAsync();
        var page = $$"""{"more":true,"next":"here","objects":[{{TaxiiSite.Indicator(1)}}]}""";
        _site.Instead = async context => context.Request.Url!.AbsolutePath.EndsWith("/objects/", StringComparison.Ordinal) && await TaxiiSite.SayAsync(context, page);
        await _system.Ada.PutPeerAsync(partner, Polling());
        await UntilAsync(partner, peer => peer.FailuresInRow == 1);
        Assert.Contains("same page again", (await _system.Ada.PeerAsync(partner)).LastFailure!.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _site.Asked.Count);

        // Every page another, for ever: a poll has an end, and the next goes on.
        var number = 0;
        _site.Instead = async context => context.Request.Url!.AbsolutePath.EndsWith("/objects/", StringComparison.Ordinal)
            && await TaxiiSite.SayAsync(context, $$"""{"more":true,"next":"{{++number}}","objects":[{{TaxiiSite.Indicator(1 + (number % 2))}}]}""");
        _system.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(partner, peer => peer.NextPollAt > _system.Clock.GetUtcNow() && !peer.Polling && number > 0);
        Assert.Equal(200, number);
        Assert.Equal(2, await ReceivedAsync(partner));
    }

    [Fact]
    public async Task An_object_that_nothing_can_read_stands_in_the_way_of_no_other()
    {
        var partner = await PartnerAsync();
        var deep = TaxiiSite.Indicator(4).Replace("\"Number 4\"", $"{new string('[', 100)}{new string(']', 100)}", StringComparison.Ordinal);
        var twice = TaxiiSite.Indicator(5).Replace("{\"type\"", "{\"name\":\"Another\",\"type\"", StringComparison.Ordinal);
        var half = TaxiiSite.Indicator(6).Replace("Number 6", "\\ud800", StringComparison.Ordinal);
        _site.Add([TaxiiSite.Indicator(1), deep, TaxiiSite.Indicator(2), twice, half, TaxiiSite.Indicator(3), "{no JSON", TaxiiSite.Indicator(7)]);
        await _system.Ada.PutPeerAsync(partner, Polling());
        await UntilAsync(partner, peer => peer.LastPollAt is not null);

        var peer = await _system.Ada.PeerAsync(partner);
        Assert.Equal((8, 4, 4, false), (peer.Collections[0].Objects, peer.Collections[0].Taken, peer.Collections[0].NotTaken, peer.Polling));
        Assert.Equal(4, await ReceivedAsync(partner));

        // It was passed by: the next poll asks for what is new.
        _site.Asked.Clear();
        _site.Add(TaxiiSite.Indicator(8));
        _system.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(partner, one => one.Collections[0].Objects == 9);
        Assert.Equal((5, 1), (await ReceivedAsync(partner), _site.Asked.Count));
        Assert.Equal(BreakerState.Closed, _seen!.Breaker);
    }

    [Fact]
    public async Task Who_fails_often_is_left_alone_and_comes_back_by_itself()
    {
        var partner = await PartnerAsync();
        _site.Add(TaxiiSite.Indicator(1));
        var ill = true;
        _site.Instead = async context => ill && await TaxiiSite.SayAsync(context, "{}", 500);
        await _system.Ada.PutPeerAsync(partner, Polling() with { EverySeconds = 10 });
        await MoveUntilAsync(partner, peer => peer.Breaker == BreakerState.Open);
        var open = await _system.Ada.PeerAsync(partner);
        Assert.True(open.FailuresInRow >= 2);
        Assert.Equal(open.BreakerOpenUntil, open.NextPollAt);
        Assert.Contains("answers 500", open.LastFailure!.Reason, StringComparison.Ordinal);
        Assert.Equal(BreakerState.Open, Assert.Single(await _system.Ada.PartnersHealthAsync(), one => one.Partner == partner).Breaker);

        var asked = _site.Asked.Count;
        await _system.Ada.PollPeerAsync(partner);
        await UntilAsync(partner, peer => peer.LastFailure!.Reason.Contains("left alone until", StringComparison.Ordinal));
        Assert.Equal((asked, open.FailuresInRow), (_site.Asked.Count, (await _system.Ada.PeerAsync(partner)).FailuresInRow));

        ill = false;
        _system.Clock.Advance(open.BreakerOpenUntil!.Value - _system.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await MoveUntilAsync(partner, peer => peer.Breaker == BreakerState.Closed);
        Assert.Equal((0, 1), ((await _system.Ada.PeerAsync(partner)).FailuresInRow, await ReceivedAsync(partner)));
    }

    [Fact]
    public async Task What_lies_ready_is_brought_once_and_followed_until_the_other_side_has_said_what_became_of_it()
    {
        var shelf = await Shelf.MakeAsync(_system);
        (_site.Pending, _site.MaxContentLength) = (2, 900);
        _site.Refuse = one => ((string)one["id"]!).StartsWith("indicator--00000002", StringComparison.Ordinal) ? "Not wanted here" : null;
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing());
        var origin = await shelf.IncidentAsync();
        var all = await shelf.AddAsync([.. Enumerable.Range(1, 9).Select(number => Shelf.Object(number, "indicator", origin))]);
        await MoveUntilAsync(shelf.Partner, peer => !peer.Pushing && peer.Delivered == 8);

        Assert.Equal(all.Select(one => (one.Id, one.Version)), _site.Brought);
        var peer = await _system.Ada.PeerAsync(shelf.Partner);
        var refused = Assert.Single(peer.Refused);
        Assert.Equal((all[1].Id, all[1].Version, "Not wanted here", 0), (refused.Id, refused.ObjectVersion, refused.Reason, peer.Unconfirmed));
        Assert.All(await shelf.RowsAsync(), row => Assert.NotNull(row.TakenAt));
        var health = await _system.Ada.PartnerHealthAsync(shelf.Partner);
        Assert.Equal((0, null), (health.Waiting, health.OldestWaiting));
        Assert.NotNull(health.LastOut);

        // A newer version of one is brought alone.
        _site.Brought.Clear();
        var newer = await shelf.AddAsync(Shelf.Object(3, "indicator", origin, version: 2));
        await MoveUntilAsync(shelf.Partner, one => !one.Pushing && one.Delivered == 9);
        Assert.Equal([(newer[0].Id, newer[0].Version)], _site.Brought);
    }

    [Fact]
    public async Task A_push_that_was_cut_off_brings_the_same_objects_again_and_no_others()
    {
        var shelf = await Shelf.MakeAsync(_system);
        var origin = await shelf.IncidentAsync();
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _site.Instead = async context =>
        {
            if (context.Request.HttpMethod == "POST" && !gate.Task.IsCompleted)
            {
                reached.TrySetResult();
                await gate.Task;
            }

            return false;
        };
        var all = await shelf.AddAsync([.. Enumerable.Range(1, 5).Select(number => Shelf.Object(number, "indicator", origin))]);
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing());
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        // It has left, as far as anyone can know: that is written before.
        Assert.All(await shelf.RowsAsync(), row => Assert.NotNull(row.TakenAt));
        await _system.StopAsync();
        gate.SetResult();
        await _system.StartAsync();
        await MoveUntilAsync(shelf.Partner, peer => !peer.Pushing && peer.Delivered == 5);

        Assert.Equal(all.Select(one => (one.Id, one.Version)).Order(), _site.Brought.Distinct().Order());
        var taken = (await shelf.HistoryAsync()).Where(one => one.Type == "objects-taken");
        Assert.Single(taken);
    }

    [Fact]
    public async Task What_may_not_go_any_more_does_not_and_goes_when_it_may_again()
    {
        var shelf = await Shelf.MakeAsync(_system);
        var origin = await shelf.IncidentAsync();
        await _system.Ada.PausePartnerAsync(shelf.Partner, "Their mailbox was taken over");
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing() with { Poll = ["green"], EverySeconds = 60 });
        var objects = await shelf.AddAsync(Shelf.Object(1, "indicator", origin), Shelf.Object(2, "indicator", origin, Tlp.Amber));
        await UntilAsync(shelf.Partner, peer => peer.LastFailure is not null && !peer.Pushing && !peer.Polling);
        Assert.Equal((0, "The exchange with this partner is paused.", null), ((await _system.Ada.PeerAsync(shelf.Partner)).FailuresInRow, (await _system.Ada.PeerAsync(shelf.Partner)).LastFailure!.Reason, (await _system.Ada.PeerAsync(shelf.Partner)).NextPollAt));
        Assert.Empty(_site.Asked);

        await shelf.ChangeAsync(facts => facts with { Ceiling = Tlp.Green });
        await _system.Ada.ResumePartnerAsync(shelf.Partner);
        await UntilAsync(shelf.Partner, peer => peer.Delivered == 1 && peer.LastPollAt is not null && !peer.Pushing);
        Assert.Equal([objects[0].Id], _site.Brought.Select(one => one.Id));
        Assert.Equal(1, (await _system.Ada.PeerAsync(shelf.Partner)).Withheld);

        await shelf.ChangeAsync(facts => facts with { Ceiling = Tlp.Amber });
        await UntilAsync(shelf.Partner, peer => peer.Delivered == 2 && !peer.Pushing);
        Assert.Equal(objects.Select(one => one.Id), _site.Brought.Select(one => one.Id));
    }

    [Fact]
    public async Task However_much_waits_that_may_not_go_it_stands_in_the_way_of_nothing_and_goes_in_its_order_when_it_may()
    {
        var shelf = await Shelf.MakeAsync(_system, Shelf.Facts(Tlp.Green));
        var origin = await shelf.IncidentAsync();
        var strict = await shelf.AddAsync([.. Enumerable.Range(1, 1_050).Select(number => Shelf.Object(number, "indicator", origin, Tlp.Amber))]);
        var green = await shelf.AddAsync(Shelf.Object(2_000, "indicator", origin));
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing());
        await UntilAsync(shelf.Partner, peer => peer.Delivered == 1 && !peer.Pushing);
        Assert.Equal([green[0].Id], _site.Brought.Select(one => one.Id));
        var held = await _system.Ada.PeerAsync(shelf.Partner);
        Assert.Equal((1_050, 0, null), (held.Withheld, held.FailuresInRow, held.LastFailure));

        // Something new wakes the push, which looks at what is held and brings what is new.
        var later = await shelf.AddAsync(Shelf.Object(2_001, "indicator", origin), Shelf.Object(2_002, "indicator", origin, Tlp.Amber));
        await UntilAsync(shelf.Partner, peer => peer.Delivered == 2 && !peer.Pushing);
        Assert.Equal(1_051, (await _system.Ada.PeerAsync(shelf.Partner)).Withheld);

        await shelf.ChangeAsync(facts => facts with { Ceiling = Tlp.Amber });
        await UntilAsync(shelf.Partner, peer => peer.Delivered == 1_053 && !peer.Pushing);
        Assert.Equal([green[0].Id, later[0].Id, .. strict.Select(one => one.Id), later[1].Id], _site.Brought.Select(one => one.Id));
        Assert.Equal(0, (await _system.Ada.PeerAsync(shelf.Partner)).Withheld);
    }

    [Fact]
    public async Task A_collection_that_fails_keeps_no_other_from_its_turn()
    {
        var partner = await PartnerAsync();
        _site.Add(TaxiiSite.Indicator(1));
        _site.Instead = async context => context.Request.Url!.AbsolutePath.Contains("/collections/red/", StringComparison.Ordinal) && await TaxiiSite.SayAsync(context, "{}", 500);
        await _system.Ada.PutPeerAsync(partner, Polling() with { Poll = ["red", "green"], EverySeconds = 10 });
        await MoveUntilAsync(partner, peer => peer.Collections[1].Objects == 1);

        // It goes on failing until the server is left alone for that; what is new beside it arrives all the same, and who was not asked comes first when it is asked again.
        await MoveUntilAsync(partner, peer => peer.Breaker == BreakerState.Open);
        Assert.Contains("answers 500", _seen!.Collections[0].Note, StringComparison.Ordinal);
        for (var number = 2; number <= 3; number++)
        {
            var known = number;
            _site.Add(TaxiiSite.Indicator(known));
            _system.Clock.Advance(TimeSpan.FromMinutes(31));
            await MoveUntilAsync(partner, peer => peer.Collections[1].Objects == known);
        }

        Assert.Equal(3, await ReceivedAsync(partner));
    }

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

    private PeerRequest Polling() => new() { ApiRoot = _site.Root, Poll = ["green"], EverySeconds = 60 };

    private PeerRequest Pushing() => new() { ApiRoot = _site.Root, PushInto = "inbox" };

    private async Task<PartnerId> PartnerAsync() => PartnerId.Of((await _system.Ada.AddPartnerAsync(Shelf.Facts(Tlp.AmberStrict))).Id);

    private async Task<int> ReceivedAsync(PartnerId partner) => (await _system.Ada.ReceivedObjectsAsync(partner)).Items.Count;

    private Task UntilAsync(PartnerId partner, Func<PeerView, bool> holds) => RunningSystem.UntilAsync(async () => holds(_seen = await _system.Ada.PeerAsync(partner)), () => System.Text.Json.JsonSerializer.Serialize(_seen, Wire.Json));

    private Task MoveUntilAsync(PartnerId partner, Func<PeerView, bool> holds)
        => RunningSystem.UntilAsync(
            async () =>
            {
                _system.Clock.Advance(TimeSpan.FromMilliseconds(250));
                return holds(_seen = await _system.Ada.PeerAsync(partner));
            },
            () => System.Text.Json.JsonSerializer.Serialize(_seen, Wire.Json));
}
