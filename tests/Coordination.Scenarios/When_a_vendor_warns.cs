using System.Net;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>The whole way of a warning: a vendor's CSAF document comes in, concerns two of five institutions, both are told, one answers from its phone, the other is chased; then the vendor narrows it.</summary>
public sealed class When_a_vendor_warns : IAsyncLifetime
{
    private readonly RunningSystem _system = new();
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
    public async Task Those_who_have_the_product_are_told_answer_or_are_chased_and_one_is_released_when_it_is_narrowed()
    {
        var author = _advising.Author.Client;
        foreach (var (institution, purl) in new[] { ("alma", "gateway@4.1"), ("boreal", "gateway@4.2"), ("cordis", "gateway@5.0"), ("dune", "printer@1.0"), ("etal", "mixer@4.1") })
        {
            await _system.Ada.ImportInventoryAsync(InstitutionId.Of(institution), $"purl\npkg:generic/example/{purl}", dryRun: false);
        }

        var receipt = await author.BringCsafAsync(Document("1", "4.1", "4.2"), "https://vendor.example/ev-2026-7.json");
        Assert.Equal(CsafReceiptStatus.Accepted, receipt.Status);
        var id = receipt.Advisory!.Value;
        // The draft follows the document by a message.
        await RunningSystem.UntilAsync(async () => (await author.AdvisoriesAsync()).Items.Any(one => one.Id == id));
        await _advising.MatchUntilAsync(id, "alma", "boreal");
        // What a call for action needs, no vendor knows.
        var content = (await _system.Ada.AdvisoryAsync(id.Value)).Draft!.Content;
        await author.EditAdvisoryAsync(id, content with { CallForAction = true, AnswerWithin = new(Hours: 1) });
        await author.SubmitAdvisoryAsync(id);
        await _system.Ada.PublishAdvisoryAsync(id, new());
        var advisory = await _system.Ada.AdvisoryAsync(id.Value);
        var incident = await _system.AlertAsync("Beside the advisory", "203.0.113.10");
        await using var console = await Heard.ListenAsync(_system.Address, _advising.Author.Handler, incident.Summary.Id);

        var mail = await _advising.MailAsync(advisory, "security@alma.example");
        await _advising.MailAsync(advisory, "security@boreal.example");
        Assert.All(new[] { "cordis", "dune", "etal" }, one => Assert.Empty(_advising.MailsTo(advisory, $"security@{one}.example")));
        using var phone = _system.Http();
        using (var answered = await phone.PostAsync(RunningSystem.LinkIn(mail), Advising.Answer("mitigated", "Taken off the net")))
        {
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }

        // The map of open consoles moves.
        await RunningSystem.UntilAsync(() => Task.FromResult(console.Count(one => one.StartsWith($"changed advisory/{id} ", StringComparison.Ordinal)) > 0), console.ToString);
        Assert.Equal(AddresseeState.Mitigated, (await _advising.AtAsync(id, "alma")).State);

        await _advising.UntilAsync(id, "boreal", one => one.State == AddresseeState.Sent);
        foreach (var (minutes, next) in new[] { (30, "night@boreal.example"), (15, "ciso@boreal.example") })
        {
            _system.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await _system.MoveUntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, next).Any()));
        }

        Assert.Empty(_advising.MailsTo(advisory, "night@alma.example"));

        // The vendor has looked again: 4.2 never had it.
        var newer = await author.BringCsafAsync(Document("2", "4.1"), "https://vendor.example/ev-2026-7.json");
        Assert.Equal(CsafReceiptStatus.Newer, newer.Status);
        Assert.NotEmpty(newer.Changes);
        await author.ReviseAdvisoryAsync(id);
        var narrowed = (await _system.Ada.AdvisoryAsync(id.Value)).Draft!.Content;
        var gone = narrowed.Products.Single(one => one.Purl!.EndsWith("@4.2", StringComparison.Ordinal)).Id;
        await author.EditAdvisoryAsync(id, narrowed with
        {
            Products = [.. narrowed.Products.Where(one => one.Id != gone)],
            Actions = [.. narrowed.Actions.Select(one => one with { Products = [.. one.Products.Where(product => product != gone)] })],
            Vulnerabilities = [.. narrowed.Vulnerabilities.Select(one => one with { Statuses = [.. one.Statuses.Where(status => status.Product != gone)] })],
        });
        await _advising.MatchUntilAsync(id, "alma");
        await author.SubmitAdvisoryAsync(id);
        await _system.Ada.PublishAdvisoryAsync(id, new("4.2 is not affected."));

        var boreal = await _advising.UntilAsync(id, "boreal", one => one.State == AddresseeState.Released && one.Chase is null);
        Assert.Equal("revision 2 no longer concerns it", boreal.ReleasedBecause);
        await RunningSystem.UntilAsync(() => Task.FromResult(_advising.MailsTo(advisory, "security@boreal.example").Any(one => one.Message.TextBody!.Contains("no longer concerns", StringComparison.Ordinal))));
        Assert.Empty(await _system.Ada.ParkedAsync());
    }

    private static string Document(string version, params string[] affected)
    {
        var history = string.Join(',', Enumerable.Range(1, version[0] - '0').Select(number => $$"""{"date":"2026-01-0{{number}}T10:00:00Z","number":"{{number}}","summary":"s"}"""));
        var products = string.Join(',', affected.Select(one => $$$"""{"name":"Example Gateway {{{one}}}","product_id":"P{{{one}}}","product_identification_helper":{"purl":"pkg:generic/example/gateway@{{{one}}}"}}"""));
        var ids = string.Join(',', affected.Select(one => $"\"P{one}\""));
        return $$$"""
            {"document":{"category":"csaf_security_advisory","csaf_version":"2.0","distribution":{"tlp":{"label":"GREEN"}},"lang":"en",
            "notes":[{"category":"summary","text":"Remote code execution without signing in."}],"publisher":{"category":"vendor","name":"Example Vendor","namespace":"https://vendor.example"},"title":"Flaw in Example Gateway",
            "tracking":{"current_release_date":"2026-01-0{{{version}}}T10:00:00Z","id":"EV-2026-7","initial_release_date":"2026-01-01T10:00:00Z","revision_history":[{{{history}}}],"status":"final","version":"{{{version}}}"}},
            "product_tree":{"full_product_names":[{{{products}}}]},
            "vulnerabilities":[{"cve":"CVE-2026-12345","notes":[{"category":"description","text":"A length is not checked."}],"product_status":{"known_affected":[{{{ids}}}]},
            "remediations":[{"category":"vendor_fix","details":"Update to 5.0.","product_ids":[{{{ids}}}]}]}]}
            """;
    }
}
