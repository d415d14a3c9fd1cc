using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner's TAXII server is polled: where it was is remembered, what it does wrong is said in words, and nothing is lost or doubled.</summary>
public sealed class When_a_partners_server_is_polled : WithPartnersServer
{
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
}
