using Coordination.Shared;

namespace Coordination.Cli.Tests.Advisories;

[Collection(OneServer.Name)]
public sealed class When_documents_are_imported(RunningServer server)
{
    private static readonly string Sample = File.ReadAllText(Repository.PathOf("tests", "data", "csaf-security-advisory.json"));

    [Fact]
    public async Task A_check_needs_no_server_and_says_test_and_place()
    {
        var good = await Ran.CoordctlAsync("csaf", "check", server.FileOf("good.json", Sample));
        var bad = await Ran.CoordctlAsync("csaf", "check", server.FileOf("bad.json", Sample.Replace("\"Out-of-bounds Write\"", "\"Overflow\\u001b[2J\"", StringComparison.Ordinal).Replace("9.8", "9.7", StringComparison.Ordinal)));

        Assert.Equal((0, "0 to be mended, 0 to be looked at.\n"), (good.Code, good.Out));
        Assert.Equal(1, bad.Code);
        Assert.Contains("error csaf-6.1.9 /vulnerabilities/0/scores/0/cvss_v3/baseScore: The vector gives 9.8.", bad.Out, StringComparison.Ordinal);
        Assert.Contains("error csaf-6.1.11 /vulnerabilities/0/cwe: ", bad.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", bad.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_folder_the_good_ones_are_taken_and_the_bad_one_is_named()
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.Folder, "documents")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.json"), Sample);
        await File.WriteAllTextAsync(Path.Combine(folder, "b.json"), Sample.Replace("\"2.0\"", "\"2.1\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "c.json"), Sample.Replace("EXAMPLE-2026-001\"", "EXAMPLE-2026-002\"", StringComparison.Ordinal));

        var ran = await Ran.CoordctlAsync("csaf", "import", folder, "--url", server.Url, "--token", server.OfficerToken);

        Assert.Equal(1, ran.Code);
        Assert.Contains("Accepted EXAMPLE-2026-001 version 2 of Example CERT", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Accepted EXAMPLE-2026-002 version 2 of Example CERT", ran.Out, StringComparison.Ordinal);
        Assert.EndsWith("3 brought, 1 not taken.\n", ran.Out, StringComparison.Ordinal);
        Assert.StartsWith("b.json: error csaf-version /document/csaf_version: This is CSAF 2.1", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_is_registered_read_by_the_server_and_what_it_served_wrong_is_named()
    {
        await using var site = ProviderSite.Start();
        site.Publish("good.json", ProviderSite.Document("EV-2026-1"));
        site.Publish("bad.json", ProviderSite.Document("EV-2026-2"), hashed: [1]);
        string[] where = ["--user", RunningServer.Mail, "--password-file", server.PasswordFile, "--url", server.Url];

        var ran = await Ran.CoordctlAsync(["csaf", "import", site.Metadata, .. where]);
        Assert.Equal(1, ran.Code);
        Assert.StartsWith("Registered as 127.0.0.1-", ran.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 taken, 1 rejected, 0 left.\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains("/csaf/bad.json: The hash at", ran.Error, StringComparison.Ordinal);

        site.Publish("bad.json", ProviderSite.Document("EV-2026-2"));
        var again = await Ran.CoordctlAsync(["csaf", "import", site.Metadata, .. where]);
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.EndsWith("2 taken, 0 rejected, 0 left.\n", again.Out, StringComparison.Ordinal);
        var officer = await Ran.CoordctlAsync("csaf", "import", site.Address, "--url", server.Url, "--token", server.OfficerToken);
        Assert.Equal(1, officer.Code);
        Assert.Contains("is registered with the address", officer.Error, StringComparison.Ordinal);
    }
}
