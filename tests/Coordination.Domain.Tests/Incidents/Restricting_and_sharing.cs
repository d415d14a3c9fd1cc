using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Incidents;

public sealed class Restricting_and_sharing
{
    [Fact]
    public void Restricted_it_is_found_by_those_who_are_named_and_who_reads_everything()
    {
        var incident = Opened.ByHand();

        Assert.Null(incident.Do(new RestrictIncident([Samples.Bob, Samples.Ada, Samples.Bob]), Opened.Ada).Refusal);

        Assert.Equal([Samples.Ada, Samples.Bob], incident.State.RestrictedTo!);
        Assert.Empty(incident.Do(new RestrictIncident([Samples.Bob, Samples.Ada]), Opened.Ada).Events);
        Assert.Null(incident.Do(new RestrictIncident(null), Opened.Ada).Refusal);
        Assert.Null(incident.State.RestrictedTo);
        Assert.Empty(incident.Do(new RestrictIncident(null), Opened.Ada).Events);
    }

    [Fact]
    public void Nobody_shuts_themselves_out()
    {
        var incident = Opened.ByHand();
        Assert.Equal(IncidentRefusals.RestrictedWithoutActor, incident.Do(new RestrictIncident([Samples.Bob]), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.RestrictedWithoutActor, incident.Do(new RestrictIncident([]), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.NotPerson, incident.Do(new RestrictIncident([Samples.Ada]), Actor.System).Refusal);
        Assert.Equal(PersonRefusals.Unknown, incident.Do(new RestrictIncident([Samples.Ada, PersonId.Of("nobody")]), Opened.Ada).Refusal);
    }

    [Fact]
    public void A_share_with_a_time_arms_its_end()
    {
        var incident = Opened.ByHand();
        var until = incident.Now.AddHours(2);

        Assert.Null(incident.Do(new ShareIncident(null, Samples.Museum, until, " They host it "), Opened.Ada).Refusal);

        var share = Assert.Single(incident.State.Shares);
        Assert.Equal(("institution:museum", until, "They host it", Samples.Ada), (share.With, share.Until, share.Why, share.By));
        Assert.Equal(until, Assert.Single(incident.Effects.Arm).Due);
        Assert.Null(incident.Do(new EndShare(1)).Refusal);
        Assert.Empty(incident.State.Shares);
        // The message that comes in its time finds it ended.
        Assert.Empty(incident.Do(new EndShare(1)).Events);
        Assert.Equal(IncidentRefusals.ShareUnknown, incident.Do(new EndShare(2), Opened.Ada).Refusal);
    }

    [Fact]
    public void A_share_names_one_and_says_why()
    {
        var incident = Opened.ByHand();
        Assert.Equal(IncidentRefusals.ShareWithOne, incident.Do(new ShareIncident(Samples.Bob, Samples.Museum, null, "why"), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.ShareWithOne, incident.Do(new ShareIncident(null, null, null, "why"), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.ShareReasonMissing, incident.Do(new ShareIncident(Samples.Bob, null, null, " "), Opened.Ada).Refusal);
        Assert.Equal(IncidentRefusals.ShareIsOver, incident.Do(new ShareIncident(Samples.Bob, null, incident.Now, "why"), Opened.Ada).Refusal);
        Assert.Equal(InstitutionRefusals.Unknown, incident.Do(new ShareIncident(null, InstitutionId.Of("nobody"), null, "why"), Opened.Ada).Refusal);
    }
}
