using Coordination.Contracts.Incidents;

namespace Coordination.Cli.Tests.Audit;

/// <summary>From a running server to a machine that has nothing but the file and the public key.</summary>
[Collection(OneServer.Name)]
public sealed class When_the_journal_is_exported(RunningServer server) : IAsyncLifetime
{
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("elsewhere-");
    private string _auditor = "";

    private string Export => Path.Combine(_elsewhere.FullName, "export.ndjson");

    private string Key => Path.Combine(_elsewhere.FullName, "key.pem");

    public async Task InitializeAsync()
    {
        var made = await server.CoordctlAsync("token", "create", "--name", "auditor", "--role", "auditor");
        Assert.True(made.Code == 0, made.Error);
        _auditor = made.Out.Trim();
        var given = await Ran.CoordctlAsync("key", "export", "--data", server.Folder);
        Assert.True(given.Code == 0, given.Error);
        await File.WriteAllTextAsync(Key, given.Out);
    }

    public Task DisposeAsync()
    {
        _elsewhere.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_auditor_fetches_it_and_it_is_proven_elsewhere_by_the_publicKey_alone()
    {
        await ExportAsync();
        var whole = await VerifyAsync();
        var kept = await VerifyAsync("--checkpoints", Path.Combine(server.Folder, "checkpoints"));
        await File.WriteAllTextAsync(Export, (await File.ReadAllTextAsync(Export)).Replace("\"type\":\"token-created\"", "\"type\":\"token-revoked\"", StringComparison.Ordinal));
        var altered = await VerifyAsync();

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
        var mine = await OpenAsync("A beacon");
        await OpenAsync("Of another story");

        await ExportAsync("--incident", mine.Number!);
        var whole = await VerifyAsync();
        var text = await File.ReadAllTextAsync(Export);

        Assert.True(whole.Code == 0, whole.Error);
        Assert.StartsWith("Whole: ", whole.Out, StringComparison.Ordinal);
        Assert.Contains("A beacon", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Of another story", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_auditor_gets_none_and_nothing_is_left_behind()
    {
        var refused = await server.CoordctlAsync("audit", "export", Export);
        var usage = await Ran.CoordctlAsync("verify", Export);

        Assert.Equal(1, refused.Code);
        Assert.Equal([Key], Directory.GetFileSystemEntries(_elsewhere.FullName));
        Assert.Equal(2, usage.Code);
        Assert.Contains("--key", usage.Error, StringComparison.Ordinal);
    }

    private Task<CommandAnswer> OpenAsync(string title)
        => server.AskAsync(client => client.OpenIncidentAsync(new() { Title = title, Severity = Severity.Low }), server.OfficerToken);

    private async Task ExportAsync(params string[] more)
    {
        var fetched = await Ran.CoordctlAsync(["audit", "export", Export, .. more, "--url", server.Url, "--token", _auditor]);
        Assert.True(fetched.Code == 0, fetched.Error);
    }

    private Task<Ran> VerifyAsync(params string[] more) => Ran.CoordctlAsync(["verify", Export, "--key", Key, .. more]);
}
