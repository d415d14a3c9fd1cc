using System.Net;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_two_institutions_name_one_network(RunningSystem system)
{
    [Fact]
    public async Task The_second_is_refused_and_told_whose_it_is_until_the_first_gives_it_up()
    {
        var first = InstitutionId.Of((await system.Ada.AddInstitutionAsync(Named("First Holder", "FH", "10.11.0.0/16"))).Id);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => system.Ada.AddInstitutionAsync(Named("Second Holder", "SH", "10.12.0.0/16", "10.11.0.0/16")));
        Assert.Equal((HttpStatusCode.Conflict, "institution.network-taken", "/networks"), (refused.Status, refused.Code, refused.Problem.Field));
        Assert.Contains("10.11.0.0/16 belongs to First Holder (FH)", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await system.Ada.InstitutionsAsync(), one => one.Name == "Second Holder");

        await system.Ada.ChangeInstitutionAsync(first, Named("First Holder", "FH"));
        await system.Ada.AddInstitutionAsync(Named("Second Holder", "SH", "10.11.0.0/16"));
    }

    [Fact]
    public async Task A_smaller_network_inside_anothers_is_accepted_and_decides()
    {
        await system.Ada.AddInstitutionAsync(Named("Wide Network", "WN", "10.20.0.0/16"));
        await system.Ada.AddInstitutionAsync(Named("Narrow Network", "NN", "10.20.30.0/24", "10.22.0.0/24"));
        // The index of the constituency follows: what only the newer of the two has is known once it knows both.
        await RunningSystem.UntilAsync(async () =>
        {
            await system.DeliverAsync(system.Line("Is the index there", "10.22.0.1", "low"));
            return (await system.Ada.IncidentsAsync("\"Is the index there\"")).Items.Count > 0;
        });

        Assert.Equal("NN", Assert.Single((await system.AlertAsync("In the narrow one", "10.20.30.1", "low")).Summary.Institutions).Abbreviation);
        Assert.Equal("WN", Assert.Single((await system.AlertAsync("In the wide one", "10.20.31.1", "low")).Summary.Institutions).Abbreviation);
    }

    [Fact]
    public async Task One_with_host_bits_is_refused_with_the_network_that_was_probably_meant()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => system.Ada.AddInstitutionAsync(Named("Host Bits", "HB", "10.21.0.7/16")));
        Assert.Equal((HttpStatusCode.BadRequest, "asset.host-bits"), (refused.Status, refused.Code));
        Assert.Contains("10.21.0.0/16", refused.Message, StringComparison.Ordinal);
    }

    private static InstitutionRequest Named(string name, string abbreviation, params string[] networks) => new() { Name = name, Abbreviation = abbreviation, Networks = networks };
}
