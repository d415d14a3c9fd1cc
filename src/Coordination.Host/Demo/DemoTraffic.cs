using System.Net.Http.Headers;
using System.Net.Http.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Composition;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Demo;

/// <summary>Sends the demo realistic alerts at a calm rate, over HTTP and with a token, as a sensor would.</summary>
internal sealed partial class DemoTraffic(DemoData demo, IGrainFactory grains, PublicAddress address, IOptions<CoordinationOptions> options, TimeProvider clock, ILogger<DemoTraffic> logger) : BackgroundService
{
    private static readonly (string Type, string Severity, string Title)[] Kinds =
    [
        ("infected-system", "medium", "Host contacts a sinkhole"), ("c2-server", "high", "Command and control server answers"), ("phishing", "medium", "Phishing page reported"),
        ("scanner", "low", "Port scan"), ("brute-force", "low", "Repeated log-in attempts"), ("vulnerable-system", "medium", "Unpatched service reachable"),
        ("system-compromise", "critical", "Web shell found"), ("ddos", "high", "Flood of traffic"), ("data-leak", "high", "Credentials in a public paste"),
    ];

    private static readonly string[] Networks = ["192.0.2.", "198.51.100.", "203.0.113."];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = options.Value.DemoSecondsBetweenAlerts;
        if (pause <= 0)
        {
            return;
        }

        await demo.Loaded.WaitAsync(stoppingToken);
        using var client = new HttpClient { BaseAddress = new(address.Value) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        // What is sent is invented, so a repeatable sequence does; where it starts follows the clock, so that a restart sends something new.
        var random = new Random((int)clock.GetUtcNow().ToUnixTimeSeconds());
        while (!stoppingToken.IsCancellationRequested)
        {
            for (var left = random.Next(10) == 0 ? 6 : 1; left > 0; left--)
            {
                await SendAsync(client, random, stoppingToken);
            }

            await Task.Delay(TimeSpan.FromSeconds(pause * (0.5 + random.NextDouble())), clock, stoppingToken);
        }
    }

    private async Task SendAsync(HttpClient client, Random random, CancellationToken cancellationToken)
    {
        var (type, severity, title) = Kinds[random.Next(Kinds.Length)];
        var alert = new
        {
            title,
            classification = type,
            severity,
            tlp = random.Next(3) == 0 ? "green" : "amber",
            identifier = $"demo-{random.Next(1_000_000)}",
            source = new { ip = Networks[random.Next(Networks.Length)] + random.Next(1, 255), port = random.Next(1_024, 65_535) },
            destination = new { ip = "203.0.113.250", port = 443 },
        };
        try
        {
            using var answer = await client.PostAsJsonAsync($"{Routes.Intake}/sensor", alert, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                LogRefused(logger, (int)answer.StatusCode);
            }
        }
        catch (HttpRequestException failure)
        {
            LogFailed(logger, failure);
        }
    }

    private async Task<string> TokenAsync()
    {
        var (id, secret) = (Id.New<TokenId>(clock.GetUtcNow()), TokenText.NewSecret());
        await grains.Token(id).ExecuteAsync(
            new CreateToken("Demo traffic", TokenScope.Intake, SourceId.Of("sensor"), clock.GetUtcNow().AddDays(1), TokenKind.HashOf(secret)), Actor.System);
        return TokenText.Write(id, secret);
    }

    [LoggerMessage(2101, LogLevel.Warning, "The demo's alert was answered {Status}")]
    private static partial void LogRefused(ILogger logger, int status);

    [LoggerMessage(2102, LogLevel.Warning, "The demo's alert could not be sent")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
