using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Cli.Tests.Partners;

[Collection(OneServer.Name)]
public sealed class When_a_bundle_is_imported(RunningServer server)
{
    private static readonly string Sample = File.ReadAllText(Repository.PathOf("tests", "data", "stix-incident-bundle.json"));

    [Fact]
    public async Task It_says_how_many_were_taken_and_which_were_not_and_why()
    {
        var partner = (await server.AskAsync(client => client.AddPartnerAsync(new PartnerRequest { Name = $"CERT {Guid.NewGuid():N}", Kind = PartnerKind.Cert }))).Id;
        var good = await ImportAsync(partner, server.FileOf("good.json", Sample));
        var bad = await ImportAsync(partner, server.FileOf("bad.json", Sample.Replace("\"confidence\": 85", "\"confidence\": 850", StringComparison.Ordinal)), server.FileOf("none.json", "{}"));
        var nobody = await ImportAsync("nobody", server.FileOf("good.json", Sample));

        Assert.StartsWith("good.json: 17 objects, 17 taken (17 of them new), 0 in quarantine; submission ", good.Out, StringComparison.Ordinal);
        Assert.Equal(0, good.Code);
        Assert.Contains("bad.json: indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f: confidence: Here stands a whole number from 0 to 100.", bad.Error, StringComparison.Ordinal);
        Assert.Contains("none.json: This is no bundle of STIX 2.1.", bad.Error, StringComparison.Ordinal);
        Assert.Equal(1, bad.Code);
        Assert.Contains("partner.unknown", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(1, nobody.Code);
    }

    private Task<Ran> ImportAsync(string partner, params string[] files) => Ran.CoordctlAsync(["stix", "import", .. files, "--partner", partner, "--url", server.Url, "--token", server.OfficerToken]);
}
