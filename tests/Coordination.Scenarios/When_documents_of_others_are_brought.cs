using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Shared;

namespace Coordination.Scenarios;

/// <summary>What happens around a document that is brought: repeats, numbers that nobody should miss, and who reads what is strict.</summary>
public sealed class When_documents_of_others_are_brought : IAsyncLifetime
{
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Csaf:Name=Example CERT", "--Coordination:Csaf:Namespace=https://cert.example"] };
    private Advising _advising = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _advising = await Advising.BeginAsync(_system);
    }

    public async Task DisposeAsync()
    {
        _advising.Dispose();
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task The_same_request_again_is_no_conflict_and_what_is_not_taken_uses_no_number()
    {
        Assert.Equal("Accepted", await BringAsync("EV-2026-1", "key-1"));
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoriesAsync()).Items.Count == 1);
        Assert.Equal("Known", await BringAsync("EV-2026-1", "key-1"));
        Assert.Equal("advisory.content-too-much", await BringAsync("EV-2026-2", "key-2", title: new('a', 600)));
        Assert.Equal("Accepted", await BringAsync("EV-2026-3", "key-3"));
        await RunningSystem.UntilAsync(async () => (await _system.Ada.AdvisoriesAsync()).Items.Count == 2);

        var numbers = (await _system.Ada.AdvisoriesAsync()).Items.Select(one => one.Number).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["0001", "0002"], numbers.Select(number => number[^4..]));
        var document = (await _system.Ada.CsafDocumentsAsync()).Items.Single(one => one.TrackingId == "EV-2026-3");
        Assert.Equal(numbers[1], (await _advising.Author.Client.DraftFromDocumentAsync(document.Id)).Number);
    }

    [Fact]
    public async Task Who_takes_the_original_of_what_is_strict_is_kept_and_a_list_says_nothing_of_its_content()
    {
        foreach (var label in new[] { "RED", "AMBER" })
        {
            await _advising.Author.Client.BringCsafAsync(Text($"EV-{label}", "1", "A flaw", label));
            await _advising.Author.Client.BringCsafAsync(Text($"EV-{label}", "2", "A grave flaw", label));
        }

        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        using var auditor = await Someone.InviteAsync(_system, Role.Auditor, false, null);
        var listed = (await officer.Client.CsafDocumentsAsync()).Items;
        Assert.Empty(listed.Single(one => one.TrackingId == "EV-RED").Changes);
        Assert.NotEmpty(listed.Single(one => one.TrackingId == "EV-AMBER").Changes);
        foreach (var one in listed)
        {
            await officer.Http.GetStringAsync(Here($"/api/v1/advisories/csaf/{one.Id}"));
        }

        Assert.Equal(("EV-RED", Tlp.Red), Assert.Single((await auditor.Client.ReadingsAsync(actor: $"person/{officer.Id}")).Items.Select(reading => (reading.Number, reading.Tlp))));
    }

    [Fact]
    public async Task What_lies_behind_a_token_is_remembered_by_nobody_on_the_way()
    {
        using var officer = await Someone.InviteAsync(_system, Role.Officer, false, null);
        foreach (var label in new[] { "white", "green", "amber", "red" })
        {
            using var answer = await officer.Http.GetAsync(Here($"/csaf/{label}/index.txt"));
            Assert.Equal((HttpStatusCode.OK, label != "white"), (answer.StatusCode, answer.Headers.CacheControl?.NoStore == true));
        }
    }

    /// <summary>What became of it, or the code of the refusal.</summary>
    private async Task<string> BringAsync(string id, string key, string title = "A flaw")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Here("/api/v1/advisories/csaf")) { Content = new StringContent(Text(id, "1", title), Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await _advising.Author.Http.SendAsync(request);
        var said = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return answer.IsSuccessStatusCode ? Enum.Parse<CsafReceiptStatus>((string)said["status"]!, ignoreCase: true).ToString() : (string)said["code"]!;
    }

    private static string Text(string id, string version, string title, string label = "WHITE") => Encoding.UTF8.GetString(ProviderSite.Document(id, version, title, label: label));

    private static Uri Here(string path) => new(path, UriKind.Relative);
}
