using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Shared;

namespace Coordination.Scenarios;

public sealed class When_monitoring_and_misp_deliver : IAsyncLifetime
{
    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task An_alert_of_alertmanager_opens_and_repeats_and_that_it_is_over_opens_nothing()
    {
        var source = await SourceAsync("monitoring", SourceFormat.Alertmanager, "Outage");
        var firing = Sample("alertmanager", "notification.json");

        var answer = await DeliverAsync(source, firing);
        Assert.Equal((2, 1, 0), (answer.Accepted, answer.Repeated, answer.Refused));
        var incident = await _system.IncidentAsync("192.0.2.9 has not answered");
        Assert.Equal(("outage", Severity.Critical, Tlp.Green, "ALMA"), (incident.Summary.Classification, incident.Summary.Severity, incident.Summary.Tlp, incident.Summary.Institutions.Single().Abbreviation));
        var alert = Assert.Single(incident.Alerts);
        Assert.Equal(("https://prometheus.cert.example/graph?g0.expr=up+%3D%3D+0", null), (alert.Link, alert.ResolvedAt));

        Assert.Equal((0, 3), await DeliverAsync(source, firing) is var again ? (again.Accepted, again.Repeated) : default);
        firing["alerts"]![0]!["status"] = "resolved";
        firing["alerts"]![0]!["endsAt"] = "2026-01-02T11:00:00Z";
        _system.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((0, 3), await DeliverAsync(source, firing) is var over ? (over.Accepted, over.Repeated) : default);

        alert = Assert.Single((await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Alerts);
        Assert.Equal((1, _system.Clock.GetUtcNow()), (alert.Repeats, alert.ResolvedAt));
        // Neither for the host that was never said to be down, nor for the one that is up again.
        Assert.Single((await _system.Ada.IncidentsAsync("HostDown")).Items);
        // What was not classified has the source's type.
        Assert.Equal("outage", (await _system.IncidentAsync("ProbeFailed")).Summary.Classification);

        _system.Clock.Advance(TimeSpan.FromMinutes(5));
        firing["alerts"]![0]!["status"] = "firing";
        await DeliverAsync(source, firing);
        Assert.Null(Assert.Single((await _system.Ada.IncidentAsync(incident.Summary.Id.Value)).Alerts).ResolvedAt);
    }

    [Fact]
    public async Task A_misp_event_opens_one_incident_with_its_facts_and_again_is_a_repetition()
    {
        var source = await SourceAsync("misp", SourceFormat.Misp, null);
        var body = Sample("misp", "event.json");
        body["Event"]!["Attribute"]!.AsArray().Add(JsonNode.Parse("""{"uuid":"0c8e4e42-2f7e-4b7e-8a83-6f7d0f0f0001","type":"ip-src","category":"Network activity","value":"192.0.2.11","to_ids":false}"""));

        var answer = await DeliverAsync(source, body);
        Assert.Equal((1, 0, 0), (answer.Accepted, answer.Repeated, answer.Refused));
        var incident = await _system.IncidentAsync("INC-2026-00042 account compromise");
        Assert.Equal(("privileged-account-compromise", Severity.Medium, Tlp.Amber), (incident.Summary.Classification, incident.Summary.Severity, incident.Summary.Tlp));
        Assert.Equal(["192.0.2.11", "203.0.113.1"], incident.Observables.Select(one => one.Value).Order());

        body["Event"]!["timestamp"] = "1767350000";
        Assert.Equal((0, 1), await DeliverAsync(source, body) is var again ? (again.Accepted, again.Repeated) : default);
        Assert.Single((await _system.Ada.IncidentsAsync("\"INC-2026-00042\"")).Items);
    }

    [Fact]
    public async Task A_class_that_nobody_knows_cannot_be_the_default()
        => Assert.Equal("source.classification-unknown", (await Assert.ThrowsAsync<Contracts.Client.ProblemException>(() => SourceAsync("wrong", SourceFormat.Alertmanager, "nonsense"))).Problem.Code);

    private static JsonNode Sample(params string[] path) => JsonNode.Parse(File.ReadAllBytes(Repository.PathOf(["tests", "data", .. path])))!;

    private async Task<(SourceId Id, string Token)> SourceAsync(string name, SourceFormat format, string? classification)
    {
        await _system.Ada.PutSourceAsync(SourceId.Of(name), new SourceRequest { Name = name, Format = format, DefaultClassification = classification });
        return (SourceId.Of(name), (await _system.Ada.AddTokenAsync(new TokenRequest { Name = name, Scope = TokenScope.Intake, Source = name })).Secret!);
    }

    private async Task<IntakeAnswer> DeliverAsync((SourceId Id, string Token) source, JsonNode body)
    {
        using var http = _system.Http(source.Token);
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        using var answer = await http.PostAsync($"{Routes.Intake}/{source.Id}", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return System.Text.Json.JsonSerializer.Deserialize<IntakeAnswer>(await answer.Content.ReadAsStringAsync(), Wire.Json)!;
    }
}
