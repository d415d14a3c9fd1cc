using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Tests.Incidents;
using Coordination.Domain.Tests.Intake;

namespace Coordination.Domain.Tests.Correlation;

public sealed class Deciding_about_unattributed_alerts
{
    private static readonly AlertId Alert = AlertId.Of("a1");

    [Fact]
    public void An_officer_gives_it_to_an_institution_once()
    {
        var alert = Waiting();
        Assert.Single(alert.Do(new AttributeAlert(Alert, Samples.Museum), Opened.Ada).Events);
        Assert.Single(alert.Effects.Arm);
        Assert.Equal("alert.decided", alert.Ask(new AttributeAlert(Alert, Samples.Museum), Opened.Ada).Refusal?.Code);
        Assert.Equal("alert.decided", alert.Ask(new DismissAlert(Alert, "noise"), Opened.Ada).Refusal?.Code);
    }

    [Fact]
    public void One_that_is_put_aside_goes_nowhere()
    {
        var alert = Waiting();
        Assert.Single(alert.Do(new DismissAlert(Alert, "noise"), Opened.Ada).Events);
        Assert.Empty(alert.Effects.Arm);
    }

    [Fact]
    public void A_reason_an_institution_and_the_alert_itself_must_be_there()
    {
        Assert.Equal("reason.missing", Waiting().Ask(new DismissAlert(Alert, " ")).Refusal?.Code);
        Assert.Equal("institution.unknown", Waiting().Ask(new AttributeAlert(Alert, InstitutionId.Of("nobody"))).Refusal?.Code);
        Assert.Equal("alert.unknown", Waiting().Ask(new AttributeAlert(AlertId.Of("a9"), Samples.Museum)).Refusal?.Code);
        Assert.Equal("alert.unknown", Waiting().Ask(new DismissAlert(AlertId.Of("a9"), "noise")).Refusal?.Code);
    }

    private static Played<AttributionState, AttributionCommand, AttributionEvent> Waiting()
        => new(AttributionKind.Instance, new("attribution", "a1"), question => question is UnattributedAlert { Id: var id } ? (id == Alert ? IntakeSamples.Alert with { Institution = null } : null) : Opened.Known(question));
}
