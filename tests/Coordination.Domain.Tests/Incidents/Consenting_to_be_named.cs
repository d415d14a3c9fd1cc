using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using CsCheck;

namespace Coordination.Domain.Tests.Incidents;

public sealed class Consenting_to_be_named
{
    private static readonly InstitutionId Harbour = Samples.Harbour;
    private static readonly InstitutionId Museum = Samples.Museum;

    [Fact]
    public void The_institution_is_told_that_it_is_asked_and_the_question_ends_by_itself()
    {
        var incident = Asked();

        var consent = Assert.Single(incident.State.Consents);
        Assert.Equal((1, Harbour, "institution:museum", "They host it", Samples.Ada, ConsentState.Asked), (consent.Number, consent.Of, consent.To, consent.Why, consent.By, consent.State));
        var end = Assert.Single(incident.Effects.Arm, armed => armed.Due == consent.AnswerBy);
        Assert.Equal(new EndConsentQuestion(1), DomainJson.Read<IncidentCommand>(end.Body.Span));
        var told = Told(incident, "harbour");
        Assert.Equal((Matter.Consent, consent.AnswerBy), (told.Subject.Matter, told.Subject.Due));
        Assert.False(Disclosure.MayKnow(Museum, incident.State.Consents, Harbour, incident.Now));

        Assert.Null(incident.Do(new EndConsentQuestion(1)).Refusal);
        Assert.Equal(ConsentState.Unanswered, incident.State.Consents[0].State);
        Assert.Equal(ConsentRefusals.NotAsked, incident.Do(new AnswerConsent(1, true, null, Harbour), Opened.Ada).Refusal);
        // Silence may be followed by another question.
        Assert.Null(incident.Do(Ask(incident), Opened.Ada).Refusal);
    }

    [Fact]
    public void Consented_it_may_be_told_until_it_is_withdrawn_and_no_longer()
    {
        var incident = Asked();

        Assert.Null(incident.Do(new AnswerConsent(1, true, null, Harbour), Opened.Ada).Refusal);
        Assert.True(Disclosure.MayKnow(Museum, incident.State.Consents, Harbour, incident.Now));
        Assert.Empty(incident.Do(new AnswerConsent(1, true, "again", Harbour), Opened.Ada).Events);
        Assert.Equal(ConsentRefusals.AskedAlready, incident.Do(Ask(incident), Opened.Ada).Refusal);

        Assert.Equal(ConsentRefusals.ReasonMissing, incident.Do(new WithdrawConsent(1, " ", Harbour), Opened.Ada).Refusal);
        Assert.Null(incident.Do(new WithdrawConsent(1, "Before a court", Harbour), Opened.Ada).Refusal);
        Assert.False(Disclosure.MayKnow(Museum, incident.State.Consents, Harbour, incident.Now));
        Assert.Empty(incident.Do(new WithdrawConsent(1, "Before a court", Harbour), Opened.Ada).Events);
        // The message that comes at the time to answer finds it answered.
        Assert.Empty(incident.Do(new EndConsentQuestion(1)).Events);
    }

    [Fact]
    public void A_refusal_is_reasoned_and_what_others_record_says_who_said_it()
    {
        var incident = Asked();
        Assert.Equal(ConsentRefusals.ReasonMissing, incident.Do(new AnswerConsent(1, false, " ", Harbour), Opened.Ada).Refusal);
        Assert.Equal(ConsentRefusals.WhoMissing, incident.Do(new AnswerConsent(1, true, null, null), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.NotPerson, incident.Do(new AnswerConsent(1, true, "said so", null), Actor.System).Refusal);
        Assert.Equal(ConsentRefusals.Unknown, incident.Do(new AnswerConsent(1, true, null, Museum), Opened.Ada).Refusal);
        Assert.Equal(ConsentRefusals.Unknown, incident.Do(new AnswerConsent(2, true, null, Harbour), Opened.Ada).Refusal);
        Assert.Equal(ConsentRefusals.NotGranted, incident.Do(new WithdrawConsent(1, "why", Harbour), Opened.Ada).Refusal);

        Assert.Null(incident.Do(new AnswerConsent(1, false, "Ines, by telephone", null), Opened.Ada).Refusal);
        Assert.Equal((ConsentState.Refused, "Ines, by telephone", Samples.Ada), (incident.State.Consents[0].State, incident.State.Consents[0].Reason, incident.State.Consents[0].AnsweredBy));
    }

    [Fact]
    public void A_question_is_put_to_one_that_is_affected_and_sees_it_about_another_with_time_to_answer()
    {
        var incident = Opened.ByHand();
        var ask = Ask(incident);
        Assert.Equal(IncidentRefusals.NotPerson, incident.Do(ask, Actor.System).Refusal);
        Assert.Equal(ConsentRefusals.NotAffected, incident.Do(ask with { Of = Museum, To = Harbour }, Opened.Ada).Refusal);
        Assert.Equal(ConsentRefusals.OfItself, incident.Do(ask with { To = Harbour }, Opened.Ada).Refusal);
        Assert.Equal(InstitutionRefusals.Unknown, incident.Do(ask with { To = InstitutionId.Of("nobody") }, Opened.Ada).Refusal);
        Assert.Equal(ConsentRefusals.WhyMissing, incident.Do(ask with { Why = "" }, Opened.Ada).Refusal);
        Assert.Equal(ConsentRefusals.NoTimeToAnswer, incident.Do(ask with { AnswerBy = incident.Now }, Opened.Ada).Refusal);
        Assert.Equal("consent.too-long", incident.Do(ask with { AnswerBy = DateTimeOffset.MaxValue }, Opened.Ada).Refusal?.Code);
        Assert.Equal("consent.too-long", incident.Do(ask with { AnswerBy = incident.Now.AddYears(1).AddDays(1) }, Opened.Ada).Refusal?.Code);
        Assert.Equal(ConsentRefusals.OverBeforeAnswer, incident.Do(ask with { Until = ask.AnswerBy }, Opened.Ada).Refusal);
        incident.Do(new RestrictIncident([Samples.Ada]), Opened.Ada);
        Assert.Equal(ConsentRefusals.Restricted, incident.Do(ask, Opened.Ada).Refusal);
    }

    [Fact]
    public void A_message_to_one_institution_names_no_other_that_has_not_consented()
    {
        var incident = Opened.ByHand();
        incident.Do(new AddInstitution(Museum), Opened.Ada);
        Assert.Equal([Harbour], Told(incident, "museum").Hidden!);

        var consented = Asked();
        consented.Do(new AnswerConsent(1, true, null, Harbour), Opened.Ada);
        consented.Do(new AddInstitution(Museum), Opened.Ada);
        Assert.Empty(Told(consented, "museum").Hidden!);
    }

    /// <summary>As one would tell it: one's own house, and whoever has said that mine may know, and has not taken it back, and the time has not passed.</summary>
    [Fact]
    public void In_any_world_one_is_told_of_ones_own_and_of_whoever_consents_now()
    {
        InstitutionId[] all = [Harbour, Museum, InstitutionId.Of("staff")];
        var anyConsent =
            from of in Gen.Int[0, 2]
            from to in Gen.Int[0, 2]
            from state in Gen.Int[0, 4]
            from hours in Gen.Int[-2, 2]
            select new IdentityConsent(1, all[of], "institution:" + all[to].Value, "why", Samples.Ada, Samples.Noon, Samples.Noon, hours == 0 ? null : Samples.Noon.AddHours(hours), (ConsentState)state);
        var told = new int[2];
        Gen.Select(Gen.Int[-1, 2], Gen.Int[0, 2], anyConsent.List[0, 3]).Sample((mine, other, consents) =>
        {
            var viewer = new Viewer(null, Role.InstitutionResponder, Institution: mine < 0 ? null : all[mine]);
            var expected = mine == other;
            foreach (var consent in consents)
            {
                expected |= mine >= 0 && consent.Of.Value == all[other].Value && consent.To == "institution:" + all[mine].Value && consent.State == ConsentState.Granted && (consent.Until is null || consent.Until > Samples.Noon);
            }

            Interlocked.Increment(ref told[expected ? 1 : 0]);
            Assert.Equal(expected, Disclosure.Reveals(viewer, consents, all[other], Samples.Noon));
        }, iter: 100_000);
        Assert.True(told.All(count => count > 2_000), $"Too rare to say anything: {told[0]} hidden, {told[1]} told.");
    }

    private static Notify Told(Played<Incident, IncidentCommand, IncidentEvent> incident, string party)
        => incident.Effects.Arm.Where(armed => armed.Target.Kind == "notification").Select(armed => (Notify)DomainJson.Read<NotificationCommand>(armed.Body.Span)).Single(notify => notify.Party.Id == party);

    private static AskConsent Ask(Played<Incident, IncidentCommand, IncidentEvent> incident) => new(Harbour, Museum, " They host it ", incident.Now.AddDays(1));

    private static Played<Incident, IncidentCommand, IncidentEvent> Asked()
    {
        var incident = Opened.ByHand();
        Assert.Null(incident.Do(Ask(incident), Opened.Ada).Refusal);
        return incident;
    }
}
