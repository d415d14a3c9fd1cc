using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Journal;
using Coordination.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>What was done, found again by who did it, to what, and when; and taken away with its proof.</summary>
public sealed class When_an_auditor_looks_back : IAsyncLifetime
{
    private readonly RunningSystem _system = new();
    private CoordinationClient _auditor = null!;
    private CoordinationClient _officer = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        var token = (await _system.Ada.AddTokenAsync(new TokenRequest { Name = "the auditor", Scope = TokenScope.Audit })).Secret;
        _http = _system.Http(token);
        _auditor = new CoordinationClient(_http, TimeProvider.System);
        _officer = new CoordinationClient(_system.Http(_system.OfficerToken), TimeProvider.System);
    }

    public Task DisposeAsync()
    {
        _http.Dispose();
        return _system.DisposeAsync();
    }

    [Fact]
    public async Task The_story_of_an_incident_is_told_in_words_and_as_it_was_written_and_reading_what_is_red_is_kept()
    {
        var (red, amber) = (await OpenAsync("A red one", Tlp.Red), await OpenAsync("An amber one", Tlp.Amber));
        await _officer.AddNoteAsync(IncidentId.Of(red.Id), new AddNoteRequest("seen at the border"));
        using var leads = new HttpClient(new LoopbackCookies()) { BaseAddress = _system.Address };
        var lead = new CoordinationClient(leads, TimeProvider.System);
        var cleo = await lead.SignInAsync(new SignInRequest("cleo@cert.example", _system.Password));
        await lead.RestrictAsync(IncidentId.Of(red.Id), new RestrictRequest([cleo.Person.Id]));

        var story = (await _auditor.AuditAsync(new() { Incident = red.Number })).Items;
        await _auditor.AuditAsync(new() { Incident = amber.Number });

        Assert.Equal(["incident-restricted", "note-added", "incident-opened"], story.Where(one => one.Kind == "incident").Select(one => one.Event));
        var note = story.Single(one => one.Event == "note-added");
        Assert.Equal((red.Number, Tlp.Red, 2L), (note.Number, note.Tlp, note.Version));
        Assert.Equal("token officer", note.By);
        Assert.Equal("seen at the border", note.Content!.Value.GetProperty("text").GetString());
        Assert.NotEqual(note.Event, note.Words);
        var readings = (await _auditor.ReadingsAsync()).Items;
        Assert.Equal([red.Number!], readings.Select(one => one.Number));
        Assert.StartsWith("token/", readings[0].Actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_found_by_who_what_and_when_page_by_page_while_others_write()
    {
        var before = _system.Clock.GetUtcNow();
        _system.Clock.Advance(TimeSpan.FromMinutes(1));
        var incidents = new List<string>();
        for (var number = 0; number < 7; number++)
        {
            incidents.Add((await OpenAsync($"Incident {number}", Tlp.Green)).Id);
        }

        var after = _system.Clock.GetUtcNow();
        _system.Clock.Advance(TimeSpan.FromMinutes(1));
        await OpenAsync("Later", Tlp.Green);

        var found = new List<AuditEvent>();
        string? cursor = null;
        do
        {
            var page = await _auditor.AuditAsync(new() { Who = "Officer", Kind = "incident", Event = "incident-opened", From = before.AddSeconds(1), To = after.AddSeconds(1), Cursor = cursor, Limit = 3 });
            found.AddRange(page.Items);
            cursor = page.Next;
            await OpenAsync("Meanwhile", Tlp.Green);
        }
        while (cursor is not null);

        Assert.Equal(incidents.AsEnumerable().Reverse(), found.Select(one => one.Thing));
        Assert.Empty((await _auditor.AuditAsync(new() { Who = "system", Event = "incident-opened", From = before })).Items);
        Assert.All((await _auditor.AuditAsync(new() { Kind = "person" })).Items, one => Assert.Equal("person", one.Kind));
    }

    [Fact]
    public async Task What_was_erased_is_there_without_its_content()
    {
        var gone = await OpenAsync("Erased", Tlp.Red);
        Assert.True(await _system.Services.GetRequiredService<IStore>().EraseAsync(new StreamId("incident", gone.Id), CancellationToken.None));

        var opened = (await _auditor.AuditAsync(new() { Kind = "incident", Limit = 1_000 })).Items.Single(one => one.Thing == gone.Id);

        Assert.Null(opened.Content);
        Assert.Contains("erased", opened.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_the_journal_away_has_read_what_is_strict_in_it_and_nothing_else()
    {
        var (red, amber) = (await OpenAsync("A red one", Tlp.Red), await OpenAsync("An amber one", Tlp.Amber));
        var since = _system.Clock.GetUtcNow();
        using var target = new MemoryStream();

        await _auditor.ExportJournalAsync(since.AddMinutes(-5), null, target);
        var readings = (await _auditor.ReadingsAsync()).Items.Select(one => one.Number).ToList();
        _system.Clock.Advance(TimeSpan.FromHours(1));
        using var later = new MemoryStream();
        await _auditor.ExportJournalAsync(_system.Clock.GetUtcNow().AddMinutes(-5), null, later);
        await _auditor.ExportTimelineAsync(amber.Number!, later);

        Assert.Equal([red.Number!], readings);
        Assert.Single((await _auditor.ReadingsAsync()).Items);
        var lines = Encoding.UTF8.GetString(target.ToArray()).TrimEnd('\n').Split('\n');
        Assert.StartsWith("{\"export\":{\"format\":1,\"of\":\"journal\",", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"closing\":", lines[^1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("\"type\":\"incident-opened\"", StringComparison.Ordinal) && line.Contains("A red one", StringComparison.Ordinal));
    }

    private Task<CommandAnswer> OpenAsync(string title, Tlp tlp) => _officer.OpenIncidentAsync(new OpenIncidentRequest { Title = title, Severity = Severity.Low, Tlp = tlp });
}
