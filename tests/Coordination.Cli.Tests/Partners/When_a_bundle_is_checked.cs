using Coordination.Shared;

namespace Coordination.Cli.Tests.Partners;

[Collection(OneServer.Name)]
public sealed class When_a_bundle_is_checked(RunningServer server)
{
    private static readonly string Sample = File.ReadAllText(Repository.PathOf("tests", "data", "stix-incident-bundle.json"));

    [Fact]
    public async Task It_needs_no_server_and_says_what_would_be_quarantined_and_why()
    {
        var good = await Ran.CoordctlAsync("stix", "check", server.FileOf("good.json", Sample));
        var bad = await Ran.CoordctlAsync("stix", "check", server.FileOf("bad.json", Sample.Replace("\"confidence\": 85", "\"confidence\": 850, \"x\\u001b[2J\": 1", StringComparison.Ordinal)));
        var none = await Ran.CoordctlAsync("stix", "check", server.FileOf("none.json", "{}"));

        Assert.Equal((0, "17 taken, 0 superseded, 0 quarantined; the strictest label is TLP:AMBER.\n"), (good.Code, good.Out));
        Assert.Equal(1, bad.Code);
        Assert.Contains("error stix-shape /objects/4/confidence: Here stands a whole number from 0 to 100.\n", bad.Out, StringComparison.Ordinal);
        Assert.Contains("error stix-dangling /objects/7", bad.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", bad.Out, StringComparison.Ordinal);
        Assert.Equal(1, none.Code);
        Assert.EndsWith("Refused.\n", none.Out, StringComparison.Ordinal);
    }
}
