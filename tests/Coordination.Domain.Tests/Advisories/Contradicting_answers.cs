using Coordination.Contracts.Advisories;
using Coordination.Contracts.Intake;
using Coordination.Domain.Advisories;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Tests.Intake;
using static Coordination.Domain.Tests.Advisories.Published;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Who says that it has patched, and what an alert saw open afterwards.</summary>
public sealed class Contradicting_answers
{
    private readonly World _world = new();

    [Fact]
    public void Patched_is_contradicted_by_an_alert_that_saw_it_open_afterwards_and_the_institution_hears_of_it()
    {
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Do(_world.Addressee(AtMuseum), new AnswerAdvisory(AdvisoryAnswer.InProgress));
        _world.Settle();
        SeeOpen(_world.Now.AddHours(-1));
        Assert.Empty(_world.Addressee(AtHarbour).State.Contradictions);
        _world.Now += TimeSpan.FromHours(1);
        SeeOpen(_world.Now);
        SeeOpen(_world.Now.AddMinutes(1));

        Assert.Equal("CVE-2026-12345", Assert.Single(_world.Addressee(AtHarbour).State.Contradictions).Cve);
        Assert.Empty(_world.Addressee(AtMuseum).State.Contradictions);
        Assert.Single(_world.Sent, sent => sent.Order.Text.Body.Contains("is contradicted", StringComparison.Ordinal));
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched, "Now really"));
        Assert.Empty(_world.Addressee(AtHarbour).State.Contradictions);
    }

    [Fact]
    public void It_is_contradicted_whether_the_answer_or_the_alert_is_heard_of_first()
    {
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        var claim = _world.Outbox.Single(armed => armed.Target.Kind == "exposure");
        _world.Outbox.Remove(claim);
        _world.Now += TimeSpan.FromMinutes(1);
        SeeOpen(_world.Now);
        _world.Outbox.Add(claim);
        _world.Settle();

        Assert.Single(_world.Addressee(AtHarbour).State.Contradictions);
    }

    [Fact]
    public void An_answer_is_contradicted_once_and_what_is_seen_after_that_is_written_down_once_a_day()
    {
        _world.Publish(AdvisorySamples.Content, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Settle();
        var start = _world.Now.AddMinutes(1);
        for (var minute = 0; minute < 26 * 60; minute += 10)
        {
            _world.Now = start.AddMinutes(minute);
            SeeOpen(_world.Now);
        }

        var exposure = _world.Exposure(ExposureKind.Stream(Samples.Harbour, "CVE-2026-12345"));
        Assert.Equal(2, exposure.Events.OfType<SeenOpen>().Count());
        Assert.Single(_world.Sent, sent => sent.Order.Text.Body.Contains("is contradicted", StringComparison.Ordinal));

        _world.Now += TimeSpan.FromMinutes(1);
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched, "Now really"));
        _world.Settle();
        _world.Now += TimeSpan.FromMinutes(1);
        SeeOpen(_world.Now);
        Assert.Single(_world.Addressee(AtHarbour).State.Contradictions);
        Assert.Equal(2, _world.Sent.Count(sent => sent.Order.Text.Body.Contains("is contradicted", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nobody_is_compared_with_alerts_any_more_whose_answer_changed_or_who_was_released()
    {
        var advisory = _world.Publish(AdvisorySamples.Content, [Samples.Harbour, Samples.Museum]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Do(_world.Addressee(AtMuseum), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Settle();
        Assert.Single(_world.Exposure(ExposureKind.Stream(Samples.Museum, "CVE-2026-12345")).State.Watching);

        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.InProgress));
        _world.Revise(advisory, () => _world.Do(advisory, new RemoveRecipients([Samples.Museum]), Ada));
        _world.Settle();

        Assert.Empty(_world.Exposure(ExposureKind.Stream(Samples.Harbour, "CVE-2026-12345")).State.Watching);
        Assert.Empty(_world.Exposure(ExposureKind.Stream(Samples.Museum, "CVE-2026-12345")).State.Watching);
    }

    [Fact]
    public void Where_patched_stands_a_vulnerability_that_a_revision_adds_is_compared_with_alerts_too()
    {
        var advisory = _world.Publish(AdvisorySamples.Content with { Vulnerabilities = [new() { Cve = "CVE-2026-7777" }] }, [Samples.Harbour]);
        _world.Settle();
        _world.Do(_world.Addressee(AtHarbour), new AnswerAdvisory(AdvisoryAnswer.Patched));
        _world.Settle();
        _world.Now += TimeSpan.FromHours(1);
        _world.Revise(advisory, () => _world.Do(advisory, new EditAdvisory(AdvisorySamples.Content with { Vulnerabilities = [new() { Cve = "CVE-2026-12345" }] }), Ada));
        _world.Settle();
        _world.Now += TimeSpan.FromHours(1);
        SeeOpen(_world.Now);

        Assert.Equal("CVE-2026-12345", Assert.Single(_world.Addressee(AtHarbour).State.Contradictions).Cve);
        Assert.Empty(_world.Exposure(ExposureKind.Stream(Samples.Harbour, "CVE-2026-7777")).State.Watching);
    }

    [Fact]
    public void An_attempt_to_exploit_shows_nothing_open()
    {
        Assert.Empty(OpenVulnerabilities.Of(IntakeSamples.Line with { Title = "CVE-2026-12345 attempted", Classification = "ids-alert" }));
        Assert.Equal(["CVE-2026-12345"], OpenVulnerabilities.Of(Vulnerable(Samples.Noon).Line));
    }

    private void SeeOpen(DateTimeOffset at)
    {
        _world.Outbox.AddRange(Reactions.OfIntake([new(new AlertReceived(Vulnerable(at), "00"), 1, at, Actor.System, "test")]).Arm.Where(armed => armed.Target.Kind == "exposure"));
        _world.Settle();
    }

    private static AlertRecord Vulnerable(DateTimeOffset at) => IntakeSamples.Alert with
    {
        Id = AlertId.Of($"a{at.Ticks}"),
        ReceivedAt = at,
        Line = IntakeSamples.Line with { Title = "Open to cve-2026-12345", Classification = "vulnerable-system", OccurredAt = null },
    };
}
