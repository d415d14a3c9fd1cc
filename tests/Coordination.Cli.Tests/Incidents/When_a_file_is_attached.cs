using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;

namespace Coordination.Cli.Tests.Incidents;

[Collection(OneServer.Name)]
public sealed class When_a_file_is_attached(RunningServer server)
{
    [Fact]
    public async Task Its_id_is_printed_and_sending_it_again_adds_nothing()
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url), DefaultRequestHeaders = { { "Authorization", $"Bearer {server.OfficerToken}" } } };
        var officer = new CoordinationClient(http, TimeProvider.System);
        var opened = await officer.OpenIncidentAsync(new OpenIncidentRequest { Title = "Files by coordctl", Severity = Severity.Low });
        string[] words = ["incident", "attach", opened.Number!, server.FileOf("report.pdf", "no report"), "--tlp", "amber+strict", "--description", "From the desk", "--url", server.Url, "--token", server.OfficerToken];

        var first = await Ran.CoordctlAsync(words);
        var again = await Ran.CoordctlAsync(words);

        Assert.True(first.Code == 0, first.Error);
        Assert.Contains("text/plain, although it is called application/pdf, TLP:AMBER+STRICT", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, first.Out), (again.Code, again.Out));
        var attached = Assert.Single((await officer.IncidentAsync(opened.Id)).Attachments);
        Assert.Equal((first.Out.Trim(), "report.pdf", "From the desk"), (attached.Id.Value, attached.Name, attached.Description));
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        var refused = await server.CoordctlAsync("incident", "attach", "2026-000001", Path.Combine(server.Folder, "nothing.here"));

        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("nothing.here is not there", refused.Error, StringComparison.Ordinal);
    }
}
