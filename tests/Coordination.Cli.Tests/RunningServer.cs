using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Intake;
using Coordination.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Coordination.Cli.Tests;

/// <summary>The real server on a free port with a data folder of its own; its first administrator was made by the link that it prints.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public const string Mail = "ada@cert.example";
    public const string Password = "correct horse battery";

    private WebApplication? _app;

    public string Folder { get; } = Directory.CreateTempSubdirectory("coordctl-").FullName;

    public string Url => _app!.Urls.First();

    /// <summary>An administrator's token, made by coordctl with a password.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Reads the board; <see cref="Token"/> manages and sees no case.</summary>
    public string OfficerToken { get; private set; } = "";

    public string PasswordFile => Path.Combine(Folder, "password");

    public async Task InitializeAsync()
    {
        var link = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(Url) };
        await new CoordinationClient(http, TimeProvider.System).SetupAsync(new SetupRequest(link, "Ada Duty", Mail, Password, Cases: true));
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        var made = await Ran.CoordctlAsync("token", "create", "--name", "tests", "--role", "administrator", "--user", Mail, "--password-file", PasswordFile, "--url", Url);
        Assert.True(made.Code == 0, made.Error);
        Token = made.Out.Trim();
        var officer = await Ran.CoordctlAsync("token", "create", "--name", "watcher", "--role", "officer", "--user", Mail, "--password-file", PasswordFile, "--url", Url);
        Assert.True(officer.Code == 0, officer.Error);
        OfficerToken = officer.Out.Trim();
        using var api = new HttpClient { BaseAddress = new Uri(Url), DefaultRequestHeaders = { { "Authorization", $"Bearer {Token}" } } };
        await new CoordinationClient(api, TimeProvider.System).PutSourceAsync(SourceId.Of("sensor"), new SourceRequest { Name = "Sensors" });
    }

    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>The same server at the same address, after it was stopped.</summary>
    public async Task StartAgainAsync(string url)
    {
        _app = Build(url);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs coordctl against this server, with the administrator's token.</summary>
    internal Task<Ran> CoordctlAsync(params string[] args) => Ran.CoordctlAsync([.. args, "--url", Url, "--token", Token]);

    internal async Task<T> AskAsync<T>(Func<CoordinationClient, Task<T>> ask, string? token = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Url), DefaultRequestHeaders = { { "Authorization", $"Bearer {token ?? Token}" } } };
        return await ask(new CoordinationClient(http, TimeProvider.System));
    }

    internal string FileOf(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }

    /// <summary>Under its own name, by which it finds the console's files.</summary>
    private WebApplication Build(string url) => CoordinationApp.Build(
        ["--urls", url, "--applicationName", typeof(CoordinationApp).Assembly.GetName().Name!, $"--Coordination:DataFolder={Folder}", "--Coordination:Fetch:AllowHttp=true", "--Coordination:Fetch:AllowedHosts:0=127.0.0.1"], builder => builder.Logging.ClearProviders());

    /// <summary>Starts, and reads the one-time link from where people read it.</summary>
    private async Task<string> StartAsync()
    {
        var before = System.Console.Out;
        var printed = new Output();
        System.Console.SetOut(printed);
        try
        {
            _app = Build("http://127.0.0.1:0");
            await _app.StartAsync();
            var said = await printed.UntilAsync("Ctrl+C stops it", TimeSpan.FromSeconds(60));
            return Uri.UnescapeDataString(said.Split("setup?token=")[1].Split('\n')[0].Trim());
        }
        finally
        {
            System.Console.SetOut(before);
        }
    }
}

/// <summary>One server for all tests that change only what is their own.</summary>
[CollectionDefinition(Name)]
public sealed class OneServer : ICollectionFixture<RunningServer>
{
    public const string Name = "one server";
}
