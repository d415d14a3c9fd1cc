using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using static Coordination.Domain.Tests.Advisories.Published;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>What a message says under each label, and what of a published advisory its institution and others may read.</summary>
public sealed class What_institutions_are_told
{
    private readonly World _world = new();

    [Fact]
    public void Above_green_a_message_says_label_number_and_by_when()
    {
        _world.Publish(AdvisorySamples.Content with { Tlp = Tlp.Amber, Title = "Secret flaw" }, [Samples.Harbour]);
        _world.Settle();

        var text = Assert.Single(_world.Sent).Order.Text;
        Assert.DoesNotContain("Secret", text.Subject + text.Body, StringComparison.Ordinal);
        Assert.Contains("TLP:AMBER", text.Subject, StringComparison.Ordinal);
        Assert.Contains("due by 2026-03-04 12:00 UTC", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_says_to_its_link_by_when_an_answer_is_due()
    {
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();

        Assert.Equal(_world.Addressee(AtHarbour).State.DueAt, Assert.Single(_world.Sent).Order.Due);
    }

    [Fact]
    public void A_label_that_becomes_stricter_begins_the_chase_anew_and_nothing_more_names_what_it_is_about()
    {
        var advisory = _world.Publish(AdvisorySamples.Content with { Tlp = Tlp.Green, Title = "Open flaw" }, [Samples.Harbour]);
        _world.Settle();
        Assert.Contains("Open flaw", Assert.Single(_world.Sent).Order.Text.Subject, StringComparison.Ordinal);
        _world.Now += TimeSpan.FromHours(5);
        _world.Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Tlp = Tlp.Amber, Title = "Open flaw" }), Ada));
        _world.PassUntil(_world.Now.AddDays(3));

        Assert.Contains("HeadOfSecurity@harbour.example", _world.Told());
        Assert.All(_world.Sent.Skip(1), sent => Assert.DoesNotContain("Open flaw", sent.Order.Text.Subject + sent.Order.Text.Body, StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_that_is_published_now_is_judged_by_its_own_label_and_recipients()
    {
        var advisory = _world.Publish(AdvisorySamples.Content with { Tlp = Tlp.Green, CallForAction = false }, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        var line = LineOf(AtHarbour);
        Assert.Equal(Tlp.Green, AddresseeParts.OfPublished(line, advisory.State.Published, advisory.State.Recipients)!.Tlp);

        // What the lines tell of the revision is still on its way.
        _world.Revise(advisory, () =>
        {
            Assert.Null(_world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Tlp = Tlp.Red, CallForAction = false }), Ada));
            Assert.Null(_world.Do(advisory, new RemoveRecipients([Samples.Museum]), Ada));
        });
        Assert.Equal(Tlp.Red, AddresseeParts.OfPublished(line, advisory.State.Published, advisory.State.Recipients)!.Tlp);
        Assert.Null(AddresseeParts.OfPublished(LineOf(AtMuseum), advisory.State.Published, advisory.State.Recipients));
        var responder = new Viewer(PersonId.Of("r"), Role.InstitutionResponder, Institution: Samples.Harbour);
        Assert.False(AddresseeParts.IsOpen(responder, line, advisory.State.Published, advisory.State.Recipients, _world.Now));
        Assert.True(AddresseeParts.IsOpen(responder, line, AdvisorySamples.Content with { Tlp = Tlp.Green }, advisory.State.Recipients, _world.Now));
    }

    [Fact]
    public void Where_only_its_existence_is_shown_nothing_is_that_somebody_wrote()
    {
        var all = new AddresseeView
        {
            Advisory = Samples.Warning, Institution = new(Samples.Harbour, "Harbour", "Harbour"), Version = 1, State = AddresseeState.Released, Revision = 1, AddressedAt = _world.Now,
            Note = "Our server", ReleasedBecause = "the advisory was withdrawn: it was a bluff", Contradictions = [new("CVE-2026-1", "a1", _world.Now)],
        };

        Assert.Same(all, AddresseeParts.Of(all, Sight.Summary));
        var little = AddresseeParts.Of(all, Sight.Existence);
        Assert.Equal((null, null, 0), (little.Note, little.ReleasedBecause, little.Contradictions.Count));
    }

    private AddresseeRow LineOf(StreamId stream)
    {
        var (state, notice) = (_world.Addressee(stream).State, _world.Addressee(stream).State.Notice!);
        return new()
        {
            Advisory = notice.Advisory, Institution = state.Institution, Number = notice.Number, Title = notice.Title, Revision = notice.Revision, Severity = notice.Severity, Tlp = notice.Tlp,
            State = state.State, AddressedAt = state.AddressedAt, UpdatedAt = _world.Now,
        };
    }
}
