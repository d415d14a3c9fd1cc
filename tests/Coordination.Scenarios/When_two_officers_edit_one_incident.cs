using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_two_officers_edit_one_incident(RunningSystem system)
{
    [Fact]
    public async Task An_edit_is_refused_only_if_its_own_field_changed_since_the_version_that_it_names_and_is_told_what_changed()
    {
        var seen = (await system.AlertAsync("Edited by two", "203.0.113.10", "low")).Summary;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(seen, "severity", new SetSeverityRequest(Severity.Medium), ifMatch: null)).Status);

        var late = await PostAsync(seen, "severity", new SetSeverityRequest(Severity.Low), seen.Version);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.Status);
        Assert.Equal(("incident.changed", "/severity"), (late.Problem!.Code, late.Problem.Field));
        Assert.Contains($"you saw version {seen.Version}", late.Problem.Detail, StringComparison.Ordinal);
        Assert.Contains("medium", Assert.Single(late.Problem.Changes!), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Severity.Medium, (await system.Ada.IncidentAsync(seen.Id.Value)).Summary.Severity);

        var other = await PostAsync(seen, "title", new RenameRequest("Edited by two, renamed"), seen.Version);
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.Equal($"\"{seen.Version + 2}\"", other.Version);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(seen, "severity", new SetSeverityRequest(Severity.Low), seen.Version + 2)).Status);
    }

    [Fact]
    public async Task Sightings_and_notes_stand_in_nobodys_way_and_nothing_in_theirs()
    {
        var seen = (await system.AlertAsync("Seen again and again", "203.0.113.11", "low")).Summary;
        await system.DeliverAsync(system.Line("Seen again and again", "203.0.113.11", "low"));
        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(seen.Id.Value)).Summary.Sightings == 2);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(seen, "notes", new AddNoteRequest("Looked at it."), seen.Version)).Status);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(seen, "severity", new SetSeverityRequest(Severity.Medium), seen.Version)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(seen, "notes", new AddNoteRequest("And again."), seen.Version)).Status);
        Assert.Equal(["Looked at it.", "And again."], (await system.Ada.IncidentAsync(seen.Id.Value)).Notes.Select(note => note.Text));
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_is_refused()
    {
        var seen = (await system.AlertAsync("Which version", "203.0.113.12", "low")).Summary;
        using var http = system.Http(system.OfficerToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Routes.Incidents}/{seen.Id}/severity") { Content = JsonContent.Create(new SetSeverityRequest(Severity.High), options: Wire.Json) };
        request.Headers.TryAddWithoutValidation("If-Match", "yesterday");
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("request.if-match-invalid", (await answer.Content.ReadFromJsonAsync<Problem>(Wire.Json))!.Code);
    }

    private async Task<Said> PostAsync<TRequest>(IncidentSummary incident, string verb, TRequest body, long? ifMatch)
    {
        using var http = system.Http(system.OfficerToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Routes.Incidents}/{incident.Id}/{verb}") { Content = JsonContent.Create(body, options: Wire.Json) };
        if (ifMatch is { } version)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, answer.Headers.ETag?.Tag, answer.IsSuccessStatusCode ? null : JsonSerializer.Deserialize<Problem>(text, Wire.Json));
    }

    private sealed record Said(HttpStatusCode Status, string? Version, Problem? Problem);
}
