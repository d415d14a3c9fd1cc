using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Live;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Live;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Scenarios;

/// <summary>Requests that are allowed, and too many of them: whoever sends them is told when to come again, and nobody else notices. The clock of the limits stands until the test moves it.</summary>
public sealed class When_someone_asks_too_much : IAsyncLifetime
{
    private static readonly Uri Board = new(Routes.Board, UriKind.Relative);

    private readonly FakeTimeProvider _wall = new();
    private readonly RunningSystem _system;

    public When_someone_asks_too_much() => _system = new()
    {
        Settings =
        [
            "--Coordination:Limits:RequestsPerSecond=2", "--Coordination:Limits:RequestsAtOnce=200", "--Coordination:Limits:AnonymousPerSecond=1", "--Coordination:Limits:AnonymousAtOnce=30",
            "--Coordination:Limits:IntakeLinesPerSecond=10", "--Coordination:Limits:IntakeLinesAtOnce=20", "--Coordination:Limits:HubCallsAtOnce=5", "--Coordination:Limits:HubCallsPerSecond=1",
        ],
        Change = services =>
        {
            // What the rest of the surface waits for goes on.
            services.Replace(ServiceDescriptor.Singleton(all => ActivatorUtilities.CreateInstance<Host.Access.Limits.RequestLimits>(all, _wall)));
            services.Replace(ServiceDescriptor.Singleton(all => ActivatorUtilities.CreateInstance<Host.Access.Limits.HubLimits>(all, _wall)));
            services.AddSingleton<IStartupFilter, Addresses>();
        },
    };

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task A_token_that_asks_too_often_is_told_when_to_come_again_and_others_are_not_held_up()
    {
        var counted = new List<string>();
        using var watch = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == MeasureNames.RequestsLimited) { listener.EnableMeasurementEvents(instrument); } } };
        watch.SetMeasurementEventCallback<long>((instrument, value, tags, _) => { if (ReferenceEquals(instrument.Meter.Scope, _system.Services.GetRequiredService<IMeterFactory>())) { counted.Add($"{tags[0].Value} {value}"); } });
        watch.Start();
        using var busy = _system.Http(_system.OfficerToken);
        for (var request = 0; request < 200; request++)
        {
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync(Board)).StatusCode);
        }

        using var refused = await busy.GetAsync(Board);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("request.too-many", (await refused.Content.ReadFromJsonAsync<Problem>(Wire.Json))!.Code);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(["caller 1"], counted);
        Assert.NotNull(await _system.Ada.MeAsync());
        using var health = await busy.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        _wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync(Board)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync(Board)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await busy.GetAsync(Board)).StatusCode);
    }

    [Fact]
    public async Task Strangers_are_counted_by_address_whatever_their_headers_say()
    {
        using var stranger = Stranger("203.0.113.66");
        var answers = new List<HttpStatusCode>();
        for (var request = 0; request < 40; request++)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, Board);
            ask.Headers.Add("X-Forwarded-For", $"192.0.2.{request}");
            using var answer = await stranger.SendAsync(ask);
            answers.Add(answer.StatusCode);
        }

        Assert.All(answers.Take(30), status => Assert.NotEqual(HttpStatusCode.TooManyRequests, status));
        Assert.All(answers.Skip(30), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        using var other = Stranger("203.0.113.67");
        using var served = await other.GetAsync(Board);
        Assert.Equal(HttpStatusCode.Unauthorized, served.StatusCode);
    }

    [Fact]
    public async Task A_source_at_fifty_times_its_share_is_held_back_others_are_not_and_nothing_that_was_answered_is_lost()
    {
        var sources = new List<(SourceId Id, HttpClient Http)>();
        foreach (var name in new[] { "noisy", "calm-1", "calm-2", "calm-3" })
        {
            var id = SourceId.Of(name);
            await _system.Ada.PutSourceAsync(id, new SourceRequest { Name = name });
            sources.Add((id, _system.Http((await _system.Ada.AddTokenAsync(new TokenRequest { Name = name, Scope = TokenScope.Intake, Source = name })).Secret)));
        }

        var (answered, turnedAway) = (new List<AlertId>(), 0);
        for (var second = 0; second < 10; second++)
        {
            // A share is ten lines a second.
            for (var delivery = 0; delivery < 50; delivery++)
            {
                if (await DeliverAsync(sources[0], 10) is { } taken)
                {
                    answered.AddRange(taken);
                }
                else
                {
                    turnedAway++;
                }
            }

            foreach (var calm in sources.Skip(1))
            {
                answered.AddRange(await DeliverAsync(calm, 10) ?? throw new InvalidOperationException($"{calm.Id} was turned away in second {second}."));
            }

            _wall.Advance(TimeSpan.FromSeconds(1));
        }

        // Twenty at once after a rest, then ten a second; the delivery with which it is overdrawn is taken whole.
        Assert.InRange(500 - turnedAway, 11, 13);
        Assert.Equal(answered.Count, answered.Distinct().Count());
        var rows = _system.Services.GetRequiredService<IRows>();
        foreach (var alert in answered)
        {
            Assert.NotNull(await rows.FindAsync(IntakeKind.Alerts, alert.Value, CancellationToken.None));
        }

        sources.ForEach(source => source.Http.Dispose());
    }

    [Fact]
    public async Task Whoever_comes_again_when_told_is_served_and_whoever_keeps_to_the_share_always()
    {
        using var sensor = _system.Http(_system.SensorToken);
        var source = (SourceId.Of("sensor"), sensor);
        while (await DeliverAsync(source, 7) is not null)
        {
            // Until it is overdrawn.
        }

        _wall.Advance(_told);
        Assert.NotNull(await DeliverAsync(source, 1));
        for (var delivery = 0; delivery < 30; delivery++)
        {
            _wall.Advance(TimeSpan.FromSeconds(0.1));
            Assert.NotNull(await DeliverAsync(source, 1));
        }
    }

    [Fact]
    public async Task One_source_cannot_use_up_what_another_may_deliver()
    {
        await _system.Ada.PutSourceAsync(SourceId.Of("victim"), new SourceRequest { Name = "victim" });
        using var attacker = _system.Http(_system.SensorToken);
        for (var request = 0; request < 50; request++)
        {
            using var refused = await attacker.PostAsync(new Uri($"{Routes.Intake}/victim", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var victim = _system.Http((await _system.Ada.AddTokenAsync(new TokenRequest { Name = "victim", Scope = TokenScope.Intake, Source = "victim" })).Secret);
        Assert.NotNull(await DeliverAsync((SourceId.Of("victim"), victim), 1));
    }

    [Fact]
    public async Task A_connection_of_the_hub_that_calls_in_a_loop_is_refused_and_stays_open()
    {
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(_system.Address, LiveHub.Path), options => options.AccessTokenProvider = () => Task.FromResult<string?>(_system.OfficerToken)).Build();
        await hub.StartAsync();
        for (var call = 0; call < 5; call++)
        {
            await hub.InvokeAsync(LiveHub.JoinBoard);
        }

        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync(LiveHub.JoinBoard));
        Assert.Contains("request.too-many", refused.Message, StringComparison.Ordinal);
        _wall.Advance(TimeSpan.FromSeconds(1));
        await hub.InvokeAsync(LiveHub.JoinBoard);
    }

    private int _line;
    private TimeSpan _told;

    /// <summary>The alerts that were answered for; null: turned away.</summary>
    private async Task<IEnumerable<AlertId>?> DeliverAsync((SourceId Id, HttpClient Http) source, int lines)
    {
        var body = string.Join('\n', Enumerable.Range(0, lines).Select(_ => _system.Line($"{source.Id} {++_line}", "192.0.2.9")));
        using var answer = await source.Http.PostAsync(new Uri($"{Routes.Intake}/{source.Id}", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/x-ndjson"));
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            _told = answer.Headers.RetryAfter!.Delta!.Value;
            Assert.True(_told >= TimeSpan.FromSeconds(1));
            return null;
        }

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<IntakeAnswer>(Wire.Json))!.Receipts.Select(receipt => receipt.Alert!.Value);
    }

    private HttpClient Stranger(string address)
    {
        var http = _system.Http();
        http.DefaultRequestHeaders.Add(Addresses.Header, address);
        return http;
    }
}
