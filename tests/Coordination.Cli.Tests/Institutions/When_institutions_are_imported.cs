using Coordination.Contracts.Institutions;
using Coordination.Shared;

namespace Coordination.Cli.Tests.Institutions;

[Collection(OneServer.Name)]
public sealed class When_institutions_are_imported(RunningServer server)
{
    [Fact]
    public async Task The_list_of_union_entities_is_taken_whole_and_a_second_time_changes_nothing()
    {
        var file = Repository.PathOf("tests", "data", "union-entities.json");

        var dry = await server.CoordctlAsync("import", "institutions", file, "--dry-run");
        var none = await server.AskAsync(api => api.InstitutionsAsync());
        var first = await server.CoordctlAsync("import", "institutions", file);
        var after = await server.AskAsync(api => api.InstitutionsAsync());
        var second = await server.CoordctlAsync("import", "institutions", file);
        var again = await server.AskAsync(api => api.InstitutionsAsync());

        Assert.Contains("81 added, 0 changed, 0 unchanged, 0 refused.", dry.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(none, one => one.Abbreviation == "BEREC Office");
        Assert.True(first.Code == 0, first.Error);
        Assert.EndsWith("81 added, 0 changed, 0 unchanged, 0 refused.\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("seat", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, "0 added, 0 changed, 81 unchanged, 0 refused.\n"), (second.Code, second.Out));
        Assert.Equal(Versions(after), Versions(again));
        Assert.Equal(new Asset(AssetKind.Domain, "berec.europa.eu"), Assert.Single(Assert.Single(after, one => one.Abbreviation == "BEREC Office").Assets));
    }

    [Fact]
    public async Task A_bad_row_is_refused_by_its_line_and_costs_its_neighbours_nothing()
    {
        var file = Path.Combine(server.Folder, "bad.csv");
        await File.WriteAllBytesAsync(file, [
            .. """
               name,abbreviation,country,networks,domains,as-numbers,contacts
               Bad Harbour,BH,BE,192.0.2.0/28 2001:db8:7::/48,bh.example,AS64496,"Desk, first <desk@bh.example>; https://hook.bh.example/x"
               Bad Bits,BB,BE,192.0.2.77/24,,,
               Bad Quote,"BQ,BE,,,,
               Bad Count,BC,BE
               Bad Number,BN,BE,,,sixty,
               Bad Harbour Twin,bh,BE,,,,
               ,BE1,BE,,,,
               Bad Mail,BM,BE,,,,nobody
               """u8, .. "\nBad Bytes \xFF,BX,BE,,,,\n".Select(c => (byte)c), .. "Bad Island,BI,BE,192.0.2.0/29,,,\n"u8]);

        var ran = await server.CoordctlAsync("import", "institutions", file);

        Assert.Equal(1, ran.Code);
        Assert.EndsWith("2 added, 0 changed, 0 unchanged, 8 refused.\n", ran.Out, StringComparison.Ordinal);
        Assert.Collection(
            ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("refused line 3, BB: asset.host-bits: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 4: A quotation mark", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 5: The row has 3 values", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 6: 'sixty' is not an AS number", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 7, bh: Line 2 has this abbreviation", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 8, BE1: institution.name-missing: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 9, BM: contact.address-invalid: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("refused line 10: The line is not valid UTF-8", line, StringComparison.Ordinal));
        var all = await server.AskAsync(api => api.InstitutionsAsync());
        var harbour = Assert.Single(all, one => one.Abbreviation == "BH");
        Assert.Equal(["192.0.2.0/28", "2001:db8:7::/48", "bh.example", "64496"], harbour.Assets.Select(asset => asset.Value));
        Assert.Equal([new("Desk, first", Channel.Mail, "desk@bh.example"), new("https://hook.bh.example/x", Channel.Webhook, "https://hook.bh.example/x")], harbour.Contacts);
        // A network inside another institution's is no mistake: the longer prefix decides whose an alert is.
        Assert.Single(all, one => one.Abbreviation == "BI");
    }

    [Fact]
    public async Task What_a_file_does_not_speak_of_stays_and_what_it_empties_goes()
    {
        await server.CoordctlAsync("import", "institutions", server.FileOf("keep-1.csv", "name;abbreviation;country;networks\nKeeping House;KH;BE;203.0.113.0/28 | 203.0.113.16/28\n"));

        var renamed = await server.CoordctlAsync("import", "institutions", server.FileOf("keep-2.csv", "abbreviation\tname\tcountry\nKH\tKeeping Hall\t\n"));

        Assert.Equal((0, "changed line 2, KH\n0 added, 1 changed, 0 unchanged, 0 refused.\n"), (renamed.Code, renamed.Out));
        var house = Assert.Single(await server.AskAsync(api => api.InstitutionsAsync()), one => one.Abbreviation == "KH");
        Assert.Equal(("Keeping Hall", null), (house.Name, house.Country));
        Assert.Equal(2, house.Assets.Count);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_by_the_server()
    {
        await server.CoordctlAsync("import", "institutions", server.FileOf("name-1.csv", "name,abbreviation\nTaken Name,TN\n"));

        var file = server.FileOf("name-2.json", """[{"name": "taken name", "abbreviation": "TN2"}, {"name": "Free Name", "abbreviation": "TN3"}]""");
        var dry = await server.CoordctlAsync("import", "institutions", file, "--dry-run");
        var ran = await server.CoordctlAsync("import", "institutions", file);

        Assert.Equal((1, 1), (dry.Code, ran.Code));
        Assert.Contains("line 1, TN2", dry.Error, StringComparison.Ordinal);
        Assert.Contains("refused line 1, TN2: ", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("1 added, 0 changed, 0 unchanged, 1 refused.\n", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"entities\": [{\"name\": \"Cut Off\", \"abbreviation\": \"CO\"}", "not valid JSON")]
    [InlineData("{\"things\": []}", "holds no list")]
    [InlineData("name,short\nA,B\n", "no column abbreviation")]
    [InlineData("", "no header")]
    public async Task A_file_that_is_no_list_is_refused_whole(string content, string reason)
    {
        var ran = await server.CoordctlAsync("import", "institutions", server.FileOf("whole", content));

        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<(InstitutionId, long)> Versions(IEnumerable<InstitutionView> all) => all.Select(one => (one.Id, one.Version)).OrderBy(one => one.Id.Value);

    [Fact]
    public async Task Two_rows_with_one_network_are_refused_by_a_dry_run_as_by_the_server()
    {
        var file = server.FileOf("networks.csv", "name,abbreviation,networks\nWide Port,WP,10.50.0.0/16\nSame Port,SP,10.50.0.0/16\nPart Port,PP,10.50.1.0/24\n");

        var dry = await server.CoordctlAsync("import", "institutions", file, "--dry-run");
        var ran = await server.CoordctlAsync("import", "institutions", file);

        Assert.Equal((1, 1), (dry.Code, ran.Code));
        Assert.Contains("SP: WP has 10.50.0.0/16 already", dry.Error, StringComparison.Ordinal);
        Assert.Contains("SP: institution.network-taken: 10.50.0.0/16 belongs to Wide Port (WP)", ran.Error, StringComparison.Ordinal);
        Assert.All(new[] { dry.Out, ran.Out }, said => Assert.Contains("2 added, 0 changed, 0 unchanged, 1 refused.", said, StringComparison.Ordinal));
    }
}
