using System.Net;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_an_alert_is_nobodys(RunningSystem system)
{
    private static readonly InstitutionId Glade = InstitutionId.Of("glade");

    [Fact]
    public async Task It_waits_in_the_queue_until_an_officer_attributes_it_and_is_then_an_incident_of_that_institution()
    {
        var alert = await QueuedAsync("Nobody's until someone says so", "100.64.1.1");
        Assert.NotNull(alert.Unattributed);
        var waiting = (await system.Ada.BoardAsync()).Counts.Unattributed;

        await system.Ada.AttributeAsync(alert.Id, Glade);

        var incident = await system.IncidentAsync("Nobody's until someone says so");
        Assert.Equal(Glade, Assert.Single(incident.Summary.Institutions).Id);
        Assert.Equal(alert.Id, Assert.Single(incident.Alerts).Id);
        await system.MailAsync(incident, "security@glade.example");
        Assert.DoesNotContain((await system.Ada.UnattributedAsync()).Items, one => one.Id == alert.Id);
        Assert.Equal(waiting - 1, (await system.Ada.BoardAsync()).Counts.Unattributed);
        var again = await Assert.ThrowsAsync<ProblemException>(() => system.Ada.AttributeAsync(alert.Id, InstitutionId.Of("hive")));
        Assert.Equal(("alert.decided", HttpStatusCode.Conflict), (again.Code, again.Status));
    }

    [Fact]
    public async Task One_that_is_put_aside_opens_nothing_and_one_for_an_institution_that_does_not_exist_stays()
    {
        var alert = await QueuedAsync("Put aside", "100.64.1.2");
        Assert.Equal("institution.unknown", (await Assert.ThrowsAsync<ProblemException>(() => system.Ada.AttributeAsync(alert.Id, InstitutionId.Of("nowhere")))).Code);
        Assert.Contains((await system.Ada.UnattributedAsync()).Items, one => one.Id == alert.Id);

        await system.Ada.DismissAsync(alert.Id, "A scanner of ours.");

        Assert.DoesNotContain((await system.Ada.UnattributedAsync()).Items, one => one.Id == alert.Id);
        Assert.Empty((await system.Ada.IncidentsAsync("\"Put aside\"")).Items);
    }

    private async Task<AlertView> QueuedAsync(string title, string ip)
    {
        var receipt = Assert.Single((await system.DeliverAsync(system.Line(title, ip))).Receipts);
        return Assert.Single((await system.Ada.UnattributedAsync()).Items, one => one.Id == receipt.Alert);
    }
}
