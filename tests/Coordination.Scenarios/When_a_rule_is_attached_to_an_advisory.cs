using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;

namespace Coordination.Scenarios;

/// <summary>Detection rules: reviewed with the text, downloaded by its recipients, refused where they cannot be rules.</summary>
public sealed class When_a_rule_is_attached_to_an_advisory : IAsyncLifetime
{
    private const string Sigma = "title: Gateway dropper\nlogsource:\n  product: linux\ndetection:\n  selection:\n    Image: gw\n  condition: selection\n";
    private const string Yara = "rule gateway { condition: true }\n";

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
    public async Task Recipients_download_what_was_published_and_nobody_else_and_nothing_of_the_draft()
    {
        using var responder = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "alma");
        using var other = await Someone.InviteAsync(_system, Role.InstitutionResponder, false, "boreal");
        var author = _advising.Author.Client;
        var id = AdvisoryId.Of((await author.DraftAdvisoryAsync(new(Advising.Content("With rules", call: false)))).Id);
        await author.AddRecipientsAsync(id, new() { Institutions = [Contracts.Institutions.InstitutionId.Of("alma")] });
        var rule = await AttachAsync(id, "gateway.yml", Sigma, "key-1");
        Assert.Equal((rule.Id, Tlp.Green, true), ((await AttachAsync(id, "gateway.yml", Sigma, "key-1")).Id, rule.Tlp, rule.TlpIsDefault));
        await author.SubmitAdvisoryAsync(id);
        await _system.Ada.PublishAdvisoryAsync(id, new());
        await _advising.UntilAsync(id, "alma", one => one.State == AddresseeState.Sent);
        await author.ReviseAdvisoryAsync(id);
        var draft = await AttachAsync(id, "gateway.yar", Yara);

        Assert.Equal("gateway.yml", Assert.Single((await responder.Client.AdvisoryAsync(id.Value)).Files).Name);
        Assert.Null((await responder.Client.AdvisoryAsync(id.Value)).Files[0].By);
        Assert.Equal(Sigma, await DownloadAsync(responder.Client, id, rule.Id));
        Assert.Equal(Yara, await DownloadAsync(_system.Ada, id, draft.Id));
        await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(responder.Client, id, draft.Id));
        await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(other.Client, id, rule.Id));
        Assert.Equal(["gateway.yml", "gateway.yar"], (await author.AdvisoryAsync(id.Value)).Draft!.Files.Select(one => one.Name));

        await author.RemoveAttachmentAsync(id, rule.Id, new("Finds too much"));
        Assert.Equal(Sigma, await DownloadAsync(responder.Client, id, rule.Id));
        await author.SubmitAdvisoryAsync(id);
        await _system.Ada.PublishAdvisoryAsync(id, new("Another rule."));
        Assert.Equal(Yara, await DownloadAsync(responder.Client, id, draft.Id));
        await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(_system.Ada, id, rule.Id));
        await RunningSystem.UntilAsync(async () => (await author.AdvisoryTimelineAsync(id)).Items.Any(entry => entry.Text.StartsWith("deleted the content", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_cannot_be_a_rule_is_refused_with_the_reason()
    {
        var id = AdvisoryId.Of((await _advising.Author.Client.DraftAdvisoryAsync(new(Advising.Content("Broken rules", call: false)))).Id);

        Assert.Equal("attachment.rule-invalid", await RefusedAsync(id, new() { Name = "a.yml" }, "title: only\n"));
        Assert.Equal("attachment.rule-invalid", await RefusedAsync(id, new() { Name = "a.yara" }, "no rule"));
        Assert.Equal("attachment.rule-invalid", await RefusedAsync(id, new() { Name = "a.yml" }, new string('[', 300_000)));
        Assert.Equal("attachment.empty", await RefusedAsync(id, new() { Name = "a.yml" }, ""));
        Assert.Equal("advisory.file-for-all", await RefusedAsync(id, new() { Name = "a.yml", Sample = true }, Sigma));
        Assert.Empty((await _system.Ada.AdvisoryAsync(id.Value)).Draft!.Files);
    }

    private async Task<AttachmentView> AttachAsync(AdvisoryId id, string name, string text, string? key = null)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await _advising.Author.Client.AttachAsync(id, new AttachRequest { Name = name }, content, new(key));
    }

    private async Task<string> RefusedAsync(AdvisoryId id, AttachRequest request, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await Assert.ThrowsAsync<ProblemException>(() => _advising.Author.Client.AttachAsync(id, request, content))).Problem.Code!;
    }

    private static async Task<string> DownloadAsync(CoordinationClient client, AdvisoryId id, AttachmentId attachment)
    {
        using var to = new MemoryStream();
        await client.DownloadAsync(id, attachment, to);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}
