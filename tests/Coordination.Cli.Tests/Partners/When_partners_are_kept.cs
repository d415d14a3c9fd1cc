using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Tests.Partners;

[Collection(OneServer.Name)]
public sealed class When_partners_are_kept(RunningServer server)
{
    [Fact]
    public async Task One_is_added_with_all_that_is_said_of_it_and_its_id_stands_alone_on_the_output()
    {
        var added = await server.CoordctlAsync(
            "partner", "add", "Harbour Intelligence", "--kind", "company", "--nda", "--from", "2026-01-01", "--until", "2099-12-31", "--approval", "IICB 2026/7", "--ceiling", "amber-strict",
            "--topic", "incidents", "--topic", "indicators", "--identity", "identity--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "--contact", "Desk <desk@hi.example>", "--fallback", "https://hooks.hi.example/night",
            "--country", "BE", "--old-labels");

        Assert.True(added.Code == 0, added.Error);
        Assert.Contains("up to TLP:AMBER+STRICT", added.Error, StringComparison.Ordinal);
        var partner = await server.AskAsync(api => api.PartnerAsync(PartnerId.Of(added.Out.Trim())));
        Assert.Equal((PartnerFlow.Open, "Harbour Intelligence", PartnerKind.Company, Tlp.AmberStrict, true, "BE"), (partner.Flow, partner.Settings.Name, partner.Settings.Kind, partner.Settings.Ceiling, partner.Settings.OldLabels, partner.Settings.Country));
        Assert.Equal(new Agreement(true, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero), "IICB 2026/7"), partner.Settings.Agreement);
        Assert.Equal([PartnerTopic.Incidents, PartnerTopic.Indicators], partner.Settings.Topics);
        Assert.Equal(["identity--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"], partner.Settings.Identities);
        Assert.Equal([new("Desk", Channel.Mail, "desk@hi.example"), new("https://hooks.hi.example/night", Channel.Webhook, "https://hooks.hi.example/night", ContactRole.Fallback)], partner.Settings.Contacts);
    }

    [Fact]
    public async Task A_cert_of_no_member_state_is_added_as_that_and_it_is_said_what_it_needs()
    {
        var added = await server.CoordctlAsync("partner", "add", "Far CERT", "--kind", "cert", "--outside");

        Assert.True(added.Code == 0, added.Error);
        Assert.Contains("a non-disclosure arrangement (--nda)", added.Error, StringComparison.Ordinal);
        var partner = await server.AskAsync(api => api.PartnerAsync(PartnerId.Of(added.Out.Trim())));
        Assert.Equal((PartnerFlow.NoAgreement, true, false), (partner.Flow, partner.Settings.Outside, partner.IsCounterpart));
    }

    [Fact]
    public async Task Each_is_a_line_that_says_whether_anything_is_exchanged_and_a_pause_is_one_until_it_is_resumed()
    {
        var added = await server.CoordctlAsync("partner", "add", "Lighthouse", "--kind", "cert");
        var company = await server.CoordctlAsync("partner", "add", "Without a word", "--kind", "company");
        Assert.Contains("--nda", company.Error, StringComparison.Ordinal);
        Assert.Equal("open", await FlowAsync(added));
        Assert.Equal("no agreement", await FlowAsync(company));

        var paused = await server.CoordctlAsync("partner", "pause", "lighthouse", "--reason", "Their mailbox was taken over");
        Assert.True(paused.Code == 0, paused.Error);
        Assert.Equal("paused: Their mailbox was taken over", await FlowAsync(added));
        Assert.Equal(0, (await server.CoordctlAsync("partner", "resume", added.Out.Trim())).Code);
        Assert.Equal("open", await FlowAsync(added));
        var lines = (await server.CoordctlAsync("partner", "list")).Out.TrimEnd('\n').Split('\n');
        Assert.StartsWith("ID ", lines[0], StringComparison.Ordinal);
        Assert.Single(lines.Select(line => line.Length - line[line.LastIndexOf("  ", StringComparison.Ordinal)..].Length).Distinct());
    }

    [Theory]
    [InlineData(2, "'club' is none of cert, authority, company", "add", "X", "--kind", "club")]
    [InlineData(2, "'pink' is none of", "add", "X", "--kind", "cert", "--ceiling", "pink")]
    [InlineData(2, "'gossip' is none of", "add", "X", "--kind", "cert", "--topic", "gossip")]
    [InlineData(2, "takes a day as", "add", "X", "--kind", "cert", "--until", "soon")]
    [InlineData(2, "--kind", "add", "X")]
    [InlineData(2, "--reason", "pause", "X")]
    [InlineData(1, "partner.ceiling-red", "add", "Red", "--kind", "cert", "--ceiling", "red")]
    [InlineData(1, "partner.identity-invalid", "add", "Nameless", "--kind", "cert", "--identity", "identity--1")]
    [InlineData(1, "partner.contact-invalid", "add", "Mute", "--kind", "cert", "--contact", "nobody")]
    [InlineData(1, "There is no partner of the id or name nowhere", "pause", "nowhere", "--reason", "because")]
    public async Task What_cannot_be_meant_is_said_and_nothing_is_kept(int code, string says, params string[] args)
    {
        var ran = await server.CoordctlAsync(["partner", .. args]);

        Assert.Equal((code, ""), (ran.Code, code == 2 ? "" : ran.Out));
        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
    }

    private async Task<string> FlowAsync(Ran added)
    {
        var list = (await server.CoordctlAsync("partner", "list")).Out.Split('\n');
        var (from, to) = (list[0].IndexOf("FLOW", StringComparison.Ordinal), list[0].IndexOf("UNTIL", StringComparison.Ordinal));
        return Assert.Single(list, line => line.StartsWith(added.Out.Trim(), StringComparison.Ordinal))[from..to].Trim();
    }
}
