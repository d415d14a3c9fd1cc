using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Incidents;
using Coordination.Shared;

namespace Coordination.Scenarios.Exchange;

/// <summary>What lies ready for a partner is brought to its TAXII server: each object once, in its order, and only while it may leave.</summary>
public sealed class When_objects_are_brought_to_a_partners_server : WithPartnersServer
{
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
    public async Task A_server_that_forgets_what_it_took_is_brought_that_a_few_times_and_then_no_more()
    {
        var shelf = await Shelf.MakeAsync(_system);
        (_site.Pending, _site.MaxContentLength) = (1, 900);
        var forgets = true;
        _site.Instead = async context => forgets && context.Request.Url!.AbsolutePath.StartsWith("/api/status/", StringComparison.Ordinal) && await TaxiiSite.SayAsync(context, """{"title":"Not here"}""", 404);
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing());
        var origin = await shelf.IncidentAsync();
        var all = await shelf.AddAsync([.. Enumerable.Range(1, 6).Select(number => Shelf.Object(number, "indicator", origin))]);
        await MoveUntilAsync(shelf.Partner, peer => !peer.Pushing && peer.LastContactAt is not null || Posts() > 20);

        // What does not fit into the first document had its turn too.
        Assert.True(Posts() <= 5, $"It was brought {Posts()} times.");
        Assert.Equal(all.Select(one => one.Id), _site.Brought.Select(one => one.Id).Distinct());
        var peer = await _system.Ada.PeerAsync(shelf.Partner);
        Assert.Equal((0, 0L), (peer.Unconfirmed, peer.Delivered));
        Assert.Contains("forgotten", peer.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Contains("forgotten", (await _system.Ada.PartnerHealthAsync(shelf.Partner)).LastFailure!.Reason, StringComparison.Ordinal);

        forgets = false;
        await shelf.AddAsync(Shelf.Object(7, "indicator", origin));
        await MoveUntilAsync(shelf.Partner, one => !one.Pushing && one.Delivered == 1);

        int Posts() => _site.Asked.Count(asked => asked.StartsWith("POST", StringComparison.Ordinal));
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
    public async Task What_may_not_go_any_more_while_a_server_takes_no_large_lot_is_in_no_smaller_one()
    {
        var shelf = await Shelf.MakeAsync(_system);
        var (stays, goes) = (await shelf.IncidentAsync(), await shelf.IncidentAsync());
        var posts = 0;
        _site.Instead = async context =>
        {
            if (context.Request.HttpMethod != "POST" || Interlocked.Increment(ref posts) > 1)
            {
                return false;
            }

            await shelf.PlayAsync(goes, new TlpChanged(Tlp.Amber));
            return await TaxiiSite.SayAsync(context, "{}", 413);
        };
        var all = await shelf.AddAsync([.. Enumerable.Range(1, 8).Select(number => Shelf.Object(number, "indicator", number % 2 == 0 ? stays : goes))]);
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing());
        await MoveUntilAsync(shelf.Partner, peer => !peer.Pushing && peer.Delivered == 4);

        Assert.Equal(all.Where(one => one.Origin == stays).Select(one => one.Id), _site.Brought.Select(one => one.Id));
        Assert.Equal(4, (await _system.Ada.PeerAsync(shelf.Partner)).Withheld);
    }

    [Fact]
    public async Task An_exchange_that_is_paused_while_a_server_takes_no_large_lot_brings_no_smaller_one()
    {
        var shelf = await Shelf.MakeAsync(_system);
        var origin = await shelf.IncidentAsync();
        var posts = 0;
        _site.Instead = async context =>
        {
            if (context.Request.HttpMethod != "POST" || Interlocked.Increment(ref posts) > 1)
            {
                return false;
            }

            await _system.Ada.PausePartnerAsync(shelf.Partner, "Their key was stolen");
            return await TaxiiSite.SayAsync(context, "{}", 413);
        };
        await shelf.AddAsync([.. Enumerable.Range(1, 4).Select(number => Shelf.Object(number, "indicator", origin))]);
        await _system.Ada.PutPeerAsync(shelf.Partner, Pushing());
        await MoveUntilAsync(shelf.Partner, peer => !peer.Pushing && peer.LastFailure is not null);

        Assert.Empty(_site.Brought);
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
}
