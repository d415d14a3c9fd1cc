using System.Text;
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

    /// <summary>Read as UTF-8 with what cannot be read replaced, it would be taken in other words.</summary>
    [Fact]
    public async Task One_in_another_encoding_is_not_brought_altered_and_the_next_is_brought()
    {
        var partner = (await server.AskAsync(client => client.AddPartnerAsync(new PartnerRequest { Name = $"CERT {Guid.NewGuid():N}", Kind = PartnerKind.Cert }))).Id;
        var latin = server.FileOf("latin.json", "");
        await File.WriteAllBytesAsync(latin, Encoding.Latin1.GetBytes("""{"type":"bundle","id":"bundle--44af6c39-c09b-49c5-9de2-394224b04982","objects":[],"by":"Müller"}"""));

        var ran = await ImportAsync(partner, latin, server.FileOf("good.json", Sample));

        Assert.Equal(1, ran.Code);
        Assert.Contains("latin.json: The document is not UTF-8, at byte ", ran.Error, StringComparison.Ordinal);
        Assert.StartsWith("good.json: 17 objects, 17 taken", ran.Out, StringComparison.Ordinal);
        Assert.Single((await server.AskAsync(client => client.StixSubmissionsAsync(PartnerId.Of(partner)), server.OfficerToken)).Items);
    }

    private Task<Ran> ImportAsync(string partner, params string[] files) => Ran.CoordctlAsync(["stix", "import", .. files, "--partner", partner, "--url", server.Url, "--token", server.OfficerToken]);
}
