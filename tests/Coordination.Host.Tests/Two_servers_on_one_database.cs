using System.Net;
using System.Net.Http.Json;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Host.Access;
using Coordination.Host.Demo;
using Coordination.Host.Notification;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Host.Tests;

/// <summary>The whole server twice on one PostgreSQL: what one has given out, the other takes.</summary>
public sealed class Two_servers_on_one_database : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coordination-two-servers-");
    private WebApplication _one = null!;
    private WebApplication _two = null!;

    public async Task InitializeAsync()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
        await PostgresStore.MigrateAsync(
            new PostgresOptions { ConnectionString = connectionString, KeyFolder = Path.Combine(_folder.FullName, "keys"), CheckpointFolder = Path.Combine(_folder.FullName, "checkpoints") },
            Kinds.Tables,
            NullLoggerFactory.Instance,
            default);
        _one = await StartAsync(connectionString, "one", "--demo");
        _two = await StartAsync(connectionString, "two");
    }

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { _two, _one })
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Sessions_links_and_commands_go_to_either()
    {
        using var cookies = new LoopbackCookies();
        using var http = new HttpClient(cookies) { BaseAddress = new(_one.Urls.First()) };
        var client = new CoordinationClient(http, TimeProvider.System);
        // Whoever tries to sign in before there is anybody is taken for one who guesses.
        await _one.Services.GetRequiredService<DemoData>().Loaded.WaitAsync(TimeSpan.FromSeconds(60));
        await UntilAsync(async () =>
        {
            try
            {
                await client.SignInAsync(new SignInRequest("ada@cert.example", (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "one", "demo", "demo-password"))).Trim()));
                return (await client.PoliciesAsync()).Count > 0;
            }
            catch (Exception early) when (early is IOException or ProblemException)
            {
                return false;
            }
        });

        // A session begun at the first is one at the second.
        using var other = new HttpClient { BaseAddress = new(_two.Urls.First()) };
        other.DefaultRequestHeaders.Add("Cookie", cookies.Cookie);
        Assert.Equal("ada@cert.example", (await other.GetFromJsonAsync<Me>(Routes.Me, Wire.Json))!.Mail);

        // Links are read by whoever is asked.
        var person = PersonId.Of("someone");
        var link = new Uri(_one.Services.GetRequiredService<SetupLinks>().ForPerson(person));
        Assert.True(_two.Services.GetRequiredService<SetupLinks>().TryRead(Uri.UnescapeDataString(link.Query["?token=".Length..]), out var invitation));
        Assert.Equal(person, invitation.Person);
        var acknowledge = new Uri(_two.Services.GetRequiredService<AcknowledgeLinks>().AcknowledgeLink(Contracts.Notification.NotificationId.Of("told"), null));
        Assert.True(_one.Services.GetRequiredService<AcknowledgeLinks>().TryRead(acknowledge.Segments[^1], out var told, out _));
        Assert.Equal("told", told.Value);

        // Opened at one, taken at the other; a repeat of a request at the other is the same request.
        var opening = new OpenIncidentRequest { Title = "Two servers", Severity = Severity.High, Classification = "other" };
        var opened = await PostAsync<CommandAnswer>(other, Routes.Incidents, opening, "opening");
        var again = await PostAsync<CommandAnswer>(http, Routes.Incidents, opening, "opening");
        Assert.Equal((opened.Id, opened.Number), (again.Id, again.Number));
        await PostAsync<CommandAnswer>(http, $"{Routes.Incidents}/{opened.Id}/acknowledge", new { }, "acknowledging");
        Assert.Equal("Two servers", (await client.IncidentAsync(opened.Id)).Summary.Title);
        await UntilAsync(async () => (await other.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);
    }

    private static async Task<T> PostAsync<T>(HttpClient http, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: Wire.Json) };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<T>(Wire.Json))!;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await holds())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<WebApplication> StartAsync(string connectionString, string name, params string[] arguments)
    {
        var app = CoordinationApp.Build(
            [
                "--urls", "http://127.0.0.1:0", "--applicationName", typeof(CoordinationApp).Assembly.GetName().Name!, $"--Coordination:DataFolder={Path.Combine(_folder.FullName, name)}",
                $"--Coordination:KeyFolder={Path.Combine(_folder.FullName, "keys")}", "--Coordination:DemoSecondsBetweenAlerts=0", "--Coordination:Database:Engine=PostgreSql",
                $"--Coordination:Database:ConnectionString={connectionString}", .. arguments,
            ],
            static builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        return app;
    }
}
