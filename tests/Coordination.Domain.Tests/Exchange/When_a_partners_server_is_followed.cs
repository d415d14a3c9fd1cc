using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Domain.Tests.Partners;
using CsCheck;

namespace Coordination.Domain.Tests.Exchange;

public sealed class When_a_partners_server_is_followed
{
    private static readonly PeerSettings Settings = new("https://taxii.example/api/", ["green", "amber"], "inbox", "us", 60, false);
    private readonly Played<Peer, PeerCommand, PeerEvent> _peer = new(PeerKind.Instance, PeerKind.Stream(Samples.Lighthouse), static need => need is PartnerById ? new PartnerRow(PartnerSamples.LighthouseFacts) : null);

    [Fact]
    public void Setting_it_begins_a_poll_and_a_push_and_other_settings_close_their_keys()
    {
        Set(Settings);
        Assert.Equal([("peer-poll/lighthouse", "peer/lighthouse/poll@1", null), ("peer-push/lighthouse", "peer/lighthouse/push@1", null)], Armed());

        Set(Settings with { EverySeconds = 90 });
        Assert.Equal(["peer/lighthouse/poll@1", "peer/lighthouse/push@1"], _peer.Effects.CloseKeys);
        Assert.Equal(["peer/lighthouse/poll@2", "peer/lighthouse/push@2"], Armed().Select(one => one.Key));

        Set(Settings with { EverySeconds = null, PushInto = null });
        Assert.Equal((0, 2), (_peer.Effects.Arm.Count, _peer.Effects.CloseKeys.Count));
        Assert.Empty(_peer.Ask(new SetPeer(Samples.Lighthouse, Settings with { EverySeconds = null, PushInto = null })).Events);
    }

    [Fact]
    public void A_poll_goes_through_pages_and_collections_and_the_next_is_armed_when_it_ends()
    {
        Set(Settings);
        Poll(new("green", new(Next: "2"), 2, 2, 0, More: true));
        Assert.Equal(("green", "2"), (_peer.State.InTurn, _peer.State.MarkOf("green").Next));
        Assert.Equal(("peer-poll/lighthouse", "peer/lighthouse/poll@1", null), Assert.Single(Armed()));
        Poll(new("green", new(Samples.Noon), 1, 0, 1, More: false));
        Assert.Equal("amber", _peer.State.InTurn);
        Poll(new("amber", new(Samples.Noon), 0, 0, 0, More: false));
        Assert.Equal(Samples.Noon.AddSeconds(60), Assert.Single(Armed()).Due);
        Assert.Equal((3, 2, 1), (_peer.State.Collections["green"].Objects, _peer.State.Collections["green"].Taken, _peer.State.Collections["green"].NotTaken));

        // Someone does not want to wait: the armed one says nothing any more, so there is one chain.
        Assert.Single(_peer.Do(new PollPeer()).Events);
        Assert.Equal(["peer/lighthouse/poll@1"], _peer.Effects.CloseKeys);
        Assert.Empty(_peer.Ask(new PollPeer()).Events);
        Assert.Empty(_peer.Ask(new RecordPeerPoll(1, new("green", new(), 1, 1, 0, false))).Events);
    }

    [Fact]
    public void A_server_that_fails_is_asked_at_the_time_that_was_said_and_counts_until_it_answers()
    {
        Set(Settings);
        var until = Samples.Noon.AddMinutes(5);
        Poll(new("green", null, 0, 0, 0, false, new("It answers 500.", until, Broken: true), Ends: true));
        Assert.Equal(until, Assert.Single(Armed()).Due);
        Assert.Equal((1, BreakerState.Open, BreakerState.HalfOpen), (_peer.State.FailuresInRow, _peer.State.BreakerAt(Samples.Noon), _peer.State.BreakerAt(until)));
        Assert.Equal(PeerMark.Start, _peer.State.MarkOf("green"));

        Assert.Equal("amber", _peer.State.InTurn);
        Poll(new("amber", null, 0, 0, 0, false, new("It is left alone.", until, Counts: false), Ends: true));
        Assert.Equal((1, "amber"), (_peer.State.FailuresInRow, _peer.State.InTurn));
        // That it takes something is no word on what it gives.
        Push(new() { Delivered = 1 });
        Assert.Equal((0, until), (_peer.State.FailuresInRow, _peer.State.BreakerOpenUntil));
        Poll(new("amber", new(), 0, 0, 0, false));
        Assert.Equal(("green", 1), (_peer.State.InTurn, _peer.State.Turn));
        Poll(new("green", new(), 0, 0, 0, false));
        Assert.Equal((0, BreakerState.Closed), (_peer.State.FailuresInRow, _peer.State.BreakerAt(Samples.Noon)));
    }

    [Fact]
    public void Where_nothing_is_exchanged_it_sleeps_until_the_partner_is_changed()
    {
        Set(Settings);
        Poll(new(null, null, 0, 0, 0, false, new("Paused.", Counts: false), Ends: true));
        Assert.Empty(_peer.Effects.Arm);
        Push(new() { Trouble = new("Paused.", Counts: false) });
        Assert.Equal((0, null), (_peer.Effects.Arm.Count, _peer.State.PushKey));

        Assert.Equal(new PeerPollAsked(), Assert.Single(_peer.Do(new PollPeer(Woken: true)).Events));
        Assert.Single(_peer.Effects.Arm);
        Assert.IsType<PeerPushAsked>(Assert.Single(_peer.Do(new PushPeer()).Events));
    }

    [Fact]
    public void Who_is_resumed_while_a_step_still_takes_it_for_paused_is_looked_at_once_more()
    {
        Set(Settings);
        // Begun with the settings: the step has read that the partner is paused, and its word comes after that of the resumption.
        _peer.Do(new RecordPeerPoll(1, new("green", new(), 0, 0, 0, More: true)));
        Assert.Equal(new PeerPollAsked(Again: true), Assert.Single(_peer.Do(new PollPeer(Woken: true)).Events));
        Assert.Equal((0, 0), (_peer.Effects.Arm.Count, _peer.Effects.CloseKeys.Count));
        Assert.Empty(_peer.Ask(new PollPeer(Woken: true)).Events);
        Assert.Single(_peer.Do(new PushPeer()).Events);
        Poll(new(null, null, 0, 0, 0, false, new("Paused.", Counts: false), Ends: true));
        Assert.Equal(("peer/lighthouse/poll@1", (DateTimeOffset?)Samples.Noon), (Assert.Single(Armed()).Key, Armed().Single().Due));
        Push(new() { Trouble = new("Paused.", Counts: false) });
        Assert.Equal("peer/lighthouse/push@1", Assert.Single(Armed()).Key);

        // The same while the next one waits for its time, which may have come just now.
        Assert.Single(_peer.Do(new PollPeer(Woken: true)).Events);
        Poll(new(null, null, 0, 0, 0, false, new("Paused.", Counts: false), Ends: true));
        Assert.Single(Armed());

        // Closed after all: once more is enough.
        Poll(new(null, null, 0, 0, 0, false, new("Paused.", Counts: false), Ends: true));
        Assert.Empty(Armed());
        Push(new() { Trouble = new("Paused.", Counts: false) });
        Assert.Equal((0, null), (_peer.Effects.Arm.Count, _peer.State.PushKey));
    }

    [Fact]
    public void What_is_laid_ready_while_a_push_is_under_way_is_not_forgotten()
    {
        Set(Settings);
        _peer.Do(new PushPeer());
        Assert.Empty(_peer.Effects.Arm);
        Assert.Empty(_peer.Ask(new PushPeer()).Events);
        Push(new() { Through = Samples.Noon });
        Assert.Equal("peer/lighthouse/push@1", Assert.Single(Armed()).Key);
        Push(new() { Through = Samples.Noon });
        Assert.Equal((0, null), (_peer.Effects.Arm.Count, _peer.State.PushKey));
    }

    [Fact]
    public void What_was_sent_is_asked_about_and_a_push_that_failed_is_tried_later_or_when_someone_asks()
    {
        Set(Settings);
        Push(new() { Through = Samples.Noon, Sent = new([1, 2], "s1", Samples.Noon) });
        Assert.Equal(Samples.Noon.AddSeconds(2), Assert.Single(Armed()).Due);
        Push(new() { Delivered = 2, More = true });
        Assert.Equal((2, null), (_peer.State.Delivered, Assert.Single(Armed()).Due));
        Push(new() { Held = [3], Trouble = new("It answers 500.") });
        Assert.Equal(Samples.Noon.AddSeconds(15), Assert.Single(Armed()).Due);
        _peer.Do(new PushPeer(ByHand: true));
        Assert.Equal("peer/lighthouse/push@1", Assert.Single(_peer.Effects.CloseKeys));
        Assert.Null(Assert.Single(Armed()).Due);
    }

    [Fact]
    public void How_often_in_a_row_it_forgot_what_it_took_is_counted_until_it_says_what_became_of_something()
    {
        Set(Settings);
        var sent = new SentBatch([1, 2], "s1", Samples.Noon);
        foreach (var times in new[] { 1, 2 })
        {
            Push(new() { Sent = sent });
            // That it says “pending”, or cannot be asked, is no word on what became of it.
            Push(new() { Sent = sent with { Looks = 1 } });
            Push(new() { Sent = sent, Trouble = new("It answers 500.") });
            Push(new() { Held = [1, 2], Trouble = new("It has forgotten.") });
            Assert.Equal((times, Samples.Noon.AddSeconds(15 * 2)), (_peer.State.Forgotten, Assert.Single(Armed()).Due));
        }

        Push(new() { Sent = sent });
        Push(new() { Delivered = 2 });
        Assert.Equal(0, _peer.State.Forgotten);
    }

    [Fact]
    public void Each_push_looks_at_what_was_passed_by_and_another_collection_is_brought_to_from_the_start()
    {
        Set(Settings);
        Push(new() { Through = Samples.Noon, Held = [3], HeldFrom = Samples.Noon, Looked = Samples.Noon, More = true });
        Assert.False(_peer.State.Mark.LooksAgain);
        // Formerly a step did not say how far it was where that stayed.
        Push(new() { Held = [3], HeldFrom = Samples.Noon, Looked = Samples.Noon });
        Assert.Equal((Samples.Noon, 3, Samples.Noon, null, true), (_peer.State.Mark.Through, _peer.State.Mark.Held.Single(), _peer.State.Mark.PassedFrom, _peer.State.Mark.AgainThrough, _peer.State.Mark.LooksAgain));
        Set(Settings with { EverySeconds = 90 });
        Assert.Equal(Samples.Noon, _peer.State.Mark.Through);
        Set(Settings with { PushInto = "elsewhere" });
        Assert.Same(PushMark.Start, _peer.State.Mark);
    }

    [Fact]
    public void A_push_that_had_nothing_to_bring_is_no_word_on_its_server()
    {
        Set(Settings);
        Poll(new("green", null, 0, 0, 0, false, new("It answers 401."), Ends: true));
        Push(new() { Through = Samples.Noon });
        Assert.Equal((1, null), (_peer.State.FailuresInRow, _peer.State.LastContactAt));

        _peer.Do(new PushPeer());
        Push(new() { Through = Samples.Noon, Delivered = 1 });
        Assert.Equal((0, Samples.Noon), (_peer.State.FailuresInRow, _peer.State.LastContactAt));
    }

    [Fact]
    public void A_secret_goes_to_no_other_server_than_the_one_that_it_was_given_for()
    {
        Set(Settings, "sealed");
        Assert.Equal("peer.secret-missing", _peer.Ask(new SetPeer(Samples.Lighthouse, Settings with { ApiRoot = "https://elsewhere.example/api/" })).Refusal?.Code);
        Assert.Equal("peer.secret-missing", _peer.Ask(new SetPeer(Samples.Lighthouse, Settings with { UserName = null })).Refusal?.Code);
        Set(Settings with { ApiRoot = "https://taxii.example/other/" });
        Assert.Equal(("sealed", true), (_peer.State.Sealed, _peer.State.Settings!.HasSecret));
        Assert.Single(_peer.Do(new SetPeer(Samples.Lighthouse, Settings with { ApiRoot = "https://elsewhere.example/api/" }, Forget: true)).Events);
        Assert.Null(_peer.State.Sealed);
    }

    [Theory]
    [InlineData("ftp://taxii.example/", "peer.address-invalid")]
    [InlineData("https://user:pw@taxii.example/", "peer.address-invalid")]
    [InlineData("https://taxii.example/?a=b", "peer.address-invalid")]
    [InlineData("taxii.example", "peer.address-invalid")]
    public void An_address_that_is_none_is_refused(string address, string code)
        => Assert.Equal(code, _peer.Ask(new SetPeer(Samples.Lighthouse, Settings with { ApiRoot = address })).Refusal?.Code);

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_collection_that_leads_elsewhere_is_refused(string name)
    {
        Assert.Equal("peer.collections-invalid", _peer.Ask(new SetPeer(Samples.Lighthouse, Settings with { Poll = [name] })).Refusal?.Code);
        Assert.Equal("peer.push-invalid", _peer.Ask(new SetPeer(Samples.Lighthouse, Settings with { PushInto = name })).Refusal?.Code);
    }

    [Fact]
    public void Pages_that_lead_nowhere_end_the_poll_with_a_reason_and_lose_nothing()
    {
        var (at, now) = (Samples.Noon.AddDays(-1), Samples.Noon);
        Assert.Equal(new(new(at), false), PeerMark.Start.After(new(2, false, null, at, "a"), now));
        var second = PeerMark.Start.After(new(2, true, "n", at, "a"), now);
        Assert.Equal((true, "n", null), (second.More, second.Mark.Next, second.Wrong));
        Assert.Contains("not where", second.Mark.After(new(2, true, "n", at.AddSeconds(1), "b"), now).Wrong, StringComparison.Ordinal);
        Assert.Contains("same page", second.Mark.After(new(2, true, "m", at, "a"), now).Wrong, StringComparison.Ordinal);
        Assert.Contains("gives nothing", second.Mark.After(new(0, true, "m", null, ""), now).Wrong, StringComparison.Ordinal);
        Assert.Equal(at, second.Mark.WithoutNext().AddedAfter);

        // `more` without `next` goes on by the time of adding, and by nothing else.
        var without = PeerMark.Start.After(new(2, true, null, at, "a"), now);
        Assert.Equal((true, at, null), (without.More, without.Mark.AddedAfter, without.Mark.Next));
        Assert.NotNull(without.Mark.After(new(2, true, null, at, "b"), now).Wrong);
        Assert.NotNull(PeerMark.Start.After(new(2, true, null, null, "b"), now).Wrong);

        // A time that has not come yet would pass by everything until then.
        var future = PeerMark.Start.After(new(2, false, null, now.AddYears(9), "a"), now);
        Assert.Null(future.Mark.AddedAfter);
        Assert.Contains("future", future.Mark.Note, StringComparison.Ordinal);
        Assert.Contains("X-TAXII-Date-Added-Last", PeerMark.Start.After(new(2, false, null, null, "a"), now).Mark.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_server_says_a_poll_ends_and_the_mark_never_goes_back()
        => Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3], Gen.Int[-3, 3], Gen.Int[0, 5]).Array[400].Sample(pages =>
        {
            var (mark, steps) = (PeerMark.Start, 0);
            foreach (var (objects, more, next, seconds, hash) in pages)
            {
                var before = mark.Reached ?? mark.AddedAfter;
                var stride = mark.After(new(objects, more, next == 0 ? null : $"{next}{hash}", seconds == -3 ? null : Samples.Noon.AddSeconds(seconds), $"{hash}"), Samples.Noon);
                var after = stride.Mark.Reached ?? stride.Mark.AddedAfter;
                if (before is not null && !(after >= before))
                {
                    return false;
                }

                steps = stride.More ? steps + 1 : 0;
                if (steps > PeerMark.MostPages)
                {
                    return false;
                }

                mark = stride.Mark;
            }

            return true;
        });

    private void Set(PeerSettings settings, string? secret = null) => Assert.Single(_peer.Do(new SetPeer(Samples.Lighthouse, settings, secret)).Events);

    private void Poll(PeerPolled step) => Assert.Single(_peer.Do(new RecordPeerPoll(_peer.State.PollKey, step)).Events);

    private void Push(PeerPushed step) => Assert.Single(_peer.Do(new RecordPeerPush(_peer.State.PushKey!.Value, step)).Events);

    private IEnumerable<(string Target, string? Key, DateTimeOffset? Due)> Armed() => _peer.Effects.Arm.Select(one => (one.Target.Value, one.Key, one.Due));
}
