using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;

namespace Coordination.Cli.Tests.Audit;

/// <summary>From a running server to a machine that has nothing but the file and the public key.</summary>
[Collection(OneServer.Name)]
public sealed class When_the_journal_is_exported(RunningServer server)
{
    [Fact]
    public async Task An_auditor_fetches_it_and_it_is_proven_elsewhere_by_the_public_key_alone()
    {
        var (auditor, elsewhere) = (await AuditorAsync(), Directory.CreateTempSubdirectory("elsewhere-").FullName);
        var (file, key) = (Path.Combine(elsewhere, "journal.ndjson"), Path.Combine(elsewhere, "key.pem"));

        var fetched = await Ran.CoordctlAsync("audit", "export", file, "--url", server.Url, "--token", auditor);
        var given = await Ran.CoordctlAsync("key", "export", "--data", server.Folder);
        await File.WriteAllTextAsync(key, given.Out);
        var whole = await Ran.CoordctlAsync("verify", file, "--key", key);
        var kept = await Ran.CoordctlAsync("verify", file, "--key", key, "--checkpoints", Path.Combine(server.Folder, "checkpoints"));
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"type\":\"token-created\"", "\"type\":\"token-revoked\"", StringComparison.Ordinal));
        var altered = await Ran.CoordctlAsync("verify", file, "--key", key);

        Assert.Equal((0, 0), (fetched.Code, given.Code));
        Assert.True(whole.Code == 0, whole.Error);
        Assert.Matches(@"^Whole: [1-9]\d* events of the journal from ", whole.Out);
        Assert.Contains("kept elsewhere can tell", whole.Out, StringComparison.Ordinal);
        Assert.Contains("They agree with", kept.Out, StringComparison.Ordinal);
        Assert.Equal((1, ""), (altered.Code, altered.Out));
        Assert.Matches(@"^Not whole: line \d+, token/\w+ version 1: ", altered.Error);
    }

    [Fact]
    public async Task One_incident_is_proven_without_a_word_about_others()
    {
        var (auditor, folder) = (await AuditorAsync(), Directory.CreateTempSubdirectory("elsewhere-").FullName);
        var (file, key) = (Path.Combine(folder, "incident.ndjson"), Path.Combine(folder, "key.pem"));
        using var http = new HttpClient { BaseAddress = new Uri(server.Url), DefaultRequestHeaders = { { "Authorization", $"Bearer {server.OfficerToken}" } } };
        var api = new CoordinationClient(http, TimeProvider.System);
        var mine = await api.OpenIncidentAsync(new OpenIncidentRequest { Title = "A beacon", Severity = Severity.Low });
        await api.OpenIncidentAsync(new OpenIncidentRequest { Title = "Of another story", Severity = Severity.Low });

        var fetched = await Ran.CoordctlAsync("audit", "export", file, "--incident", mine.Number!, "--url", server.Url, "--token", auditor);
        await File.WriteAllTextAsync(key, (await Ran.CoordctlAsync("key", "export", "--data", server.Folder)).Out);
        var whole = await Ran.CoordctlAsync("verify", file, "--key", key);
        var text = await File.ReadAllTextAsync(file);

        Assert.True(fetched.Code == 0, fetched.Error);
        Assert.True(whole.Code == 0, whole.Error);
        Assert.StartsWith($"Whole: ", whole.Out, StringComparison.Ordinal);
        Assert.Contains("A beacon", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Of another story", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_auditor_gets_none_and_nothing_is_left_behind()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("elsewhere-").FullName, "journal.ndjson");

        var refused = await server.CoordctlAsync("audit", "export", file);
        var usage = await Ran.CoordctlAsync("verify", file);

        Assert.Equal(1, refused.Code);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
        Assert.Equal(2, usage.Code);
        Assert.Contains("--key", usage.Error, StringComparison.Ordinal);
    }

    private async Task<string> AuditorAsync()
    {
        var made = await server.CoordctlAsync("token", "create", "--name", "auditor", "--role", "auditor");
        Assert.True(made.Code == 0, made.Error);
        return made.Out.Trim();
    }
}
