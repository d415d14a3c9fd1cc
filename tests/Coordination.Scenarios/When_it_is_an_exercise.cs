using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Notification;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_it_is_an_exercise(RunningSystem system)
{
    [Fact]
    public async Task Everything_is_recorded_and_nothing_is_sent()
    {
        var opened = await system.Ada.OpenIncidentAsync(new OpenIncidentRequest
        {
            Title = "A drill by hand",
            Severity = Severity.Critical,
            Institutions = [(await system.Ada.InstitutionsAsync())[0].Id],
            Exercise = true,
        });

        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(opened.Number!)).Notifications.Count >= 2);
        var incident = await system.Ada.IncidentAsync(opened.Number!);
        Assert.Equal(EscalationStatus.Running, incident.Escalation!.Status);
        Assert.All(incident.Notifications.SelectMany(one => one.Deliveries), delivery => Assert.Equal((DeliveryStatus.NotSent, 0), (delivery.Status, delivery.Attempts)));
        // What is real and begins afterwards is sent, so what was not sent is not merely late.
        await system.MailAsync(await system.AlertAsync("Real, after the drill", "192.0.2.6"), "ada@cert.example");
        Assert.DoesNotContain(system.Mailbox.Messages, mail => mail.Message.Subject!.Contains(opened.Number!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_alerts_open_an_incident_of_their_own_and_the_query_tells_them_apart()
    {
        await DeliverAsync(exercise: false);
        await DeliverAsync(exercise: true);

        await RunningSystem.UntilAsync(async () => (await FindAsync("\"Seen twice, once in a drill\"")).Count == 2);
        Assert.True(Assert.Single(await FindAsync("\"Seen twice, once in a drill\" tag:exercise")).Exercise);
        Assert.False(Assert.Single(await FindAsync("\"Seen twice, once in a drill\" -tag:exercise")).Exercise);
        Assert.False(Assert.Single(await FindAsync("\"Seen twice, once in a drill\" tag:none")).Exercise);
    }

    private async Task<IReadOnlyList<IncidentSummary>> FindAsync(string query) => (await system.Ada.IncidentsAsync(query)).Items;

    private async Task DeliverAsync(bool exercise)
    {
        using var http = system.Http(system.SensorToken);
        using var body = new StringContent(
            $$$"""{"title":"Seen twice, once in a drill","classification":"phishing","identifier":"drill","source":{"ip":"192.0.2.7"},"exercise":{{{(exercise ? "true" : "false")}}}}""",
            Encoding.UTF8,
            "application/json");
        using var answer = await http.PostAsync(new Uri($"{Routes.Intake}/sensor", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
