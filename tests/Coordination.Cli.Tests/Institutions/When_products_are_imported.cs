using Coordination.Contracts.Institutions;

namespace Coordination.Cli.Tests.Institutions;

[Collection(OneServer.Name)]
public sealed class When_products_are_imported(RunningServer server)
{
    [Fact]
    public async Task A_dry_run_says_what_would_be_and_a_line_that_is_refused_costs_nothing_that_is_there()
    {
        await server.AskAsync(api => api.AddInstitutionAsync(new() { Name = "House of Wares", Abbreviation = "WARES" }));
        var (good, bad) = (Path.Combine(server.Folder, "wares.csv"), Path.Combine(server.Folder, "wares-bad.csv"));
        await File.WriteAllTextAsync(good, "vendor,name,version,owner\nExample,Gateway,4.1,me\nExample,Printer,,me\nExample,Gateway,4.1,me\n");
        await File.WriteAllTextAsync(bad, "vendor,name,cpe\nExample,Mixer,\nExample,Router,cpe:/o:x\n");

        var dry = await server.CoordctlAsync("import", "products", good, "--institution", "wares", "--dry-run");
        var first = await server.CoordctlAsync("import", "products", good, "--institution", "WARES");
        var refused = await server.CoordctlAsync("import", "products", bad, "--institution", "WARES");
        var nobody = await server.CoordctlAsync("import", "products", good, "--institution", "NOBODY");

        Assert.EndsWith("Dry run, nothing was changed. Would be: 2 added, 0 removed, 0 changed, 0 unchanged, 0 kept, 0 refused.\n", dry.Out, StringComparison.Ordinal);
        Assert.True(first.Code == 0, first.Error);
        Assert.Equal("added Example Gateway 4.1\nadded Example Printer\n2 added, 0 removed, 0 changed, 0 unchanged, 0 kept, 0 refused.\n", first.Out);
        Assert.Contains("repeated line 4: The same product and version stands in line 2.", first.Error, StringComparison.Ordinal);
        Assert.Contains("no such column: owner", first.Error, StringComparison.Ordinal);
        Assert.Equal((1, "added Example Mixer\n1 added, 0 removed, 0 changed, 0 unchanged, 2 kept, 1 refused.\n"), (refused.Code, refused.Out));
        Assert.StartsWith("refused line 3: This is no CPE 2.3 name.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, nobody.Code);
        Assert.Contains("No institution has the abbreviation NOBODY.", nobody.Error, StringComparison.Ordinal);
        var institution = (await server.AskAsync(api => api.InstitutionsAsync())).Single(one => one.Abbreviation == "WARES");
        Assert.Equal(["Gateway", "Mixer", "Printer"], (await server.AskAsync(api => api.InventoryAsync(institution.Id))).Products.Select(one => one.Name));
    }
}
