namespace Coordination.Cli.Tests.Advisories;

[Collection(OneServer.Name)]
public sealed class When_a_catalogue_is_imported(RunningServer server)
{
    private const string Good = "[{\"cveID\":\"CVE-2026-12345\",\"euvdID\":\"EUVD-2026-1\",\"vendorProject\":\"E\",\"product\":\"G\",\"dateReported\":\"2026/01/04\",\"originSource\":\"CNW\",\"shortDescription\":\"d\",\"exploitationType\":[\"APT\"]}";

    [Fact]
    public async Task It_says_what_is_new_and_a_dry_run_changes_nothing()
    {
        var file = server.FileOf("eu.json", Good + "]");
        var dry = await server.CoordctlAsync("kev", "import", file, "--dry-run");
        var done = await server.CoordctlAsync("kev", "import", file);
        var again = await server.CoordctlAsync("kev", "import", file);

        Assert.True(dry.Code == 0, dry.Error);
        Assert.Contains("Dry run, nothing was changed. Would be: EU KEV of ", dry.Out, StringComparison.Ordinal);
        Assert.Contains("1 vulnerabilities: 1 new, 0 changed, 0 gone, 0 refused.", done.Out, StringComparison.Ordinal);
        Assert.Contains("1 vulnerabilities: 0 new, 0 changed, 0 gone, 0 refused.", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_line_is_told_by_its_number_and_what_is_no_catalogue_by_its_reason()
    {
        var some = await server.CoordctlAsync("kev", "import", server.FileOf("some.json", Good + ",\n{\"cveID\":7}]"), "--dry-run");
        Assert.Equal(1, some.Code);
        Assert.Contains("refused line 2: The field cveID is missing or empty.", some.Error, StringComparison.Ordinal);

        var none = await server.CoordctlAsync("epss", "import", server.FileOf("none.csv", "<html>"));
        Assert.Equal((1, ""), (none.Code, none.Out));
        Assert.Contains("none of the catalogues that are known", none.Error, StringComparison.Ordinal);
        Assert.Contains("no file", (await server.CoordctlAsync("kev", "import", "/nowhere/kev.json")).Error, StringComparison.Ordinal);
    }
}
