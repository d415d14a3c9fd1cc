using System.Net;
using System.Net.Http.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Attacks;

/// <summary>Whom a request comes from is said by the connection, and by a proxy on this machine; nobody else is believed.</summary>
public sealed class When_forwarding_headers_are_forged : IAsyncLifetime
{
    private const string From = "X-The-Connection-Is-From";

    private readonly RunningSystem _system = new() { Change = static services => services.AddSingleton<IStartupFilter, Connection>() };
    private int _number;

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("X-Forwarded-For", "{0}")]
    [InlineData("X-Forwarded-For", "127.0.0.1, {0}")]
    [InlineData("Forwarded", "for={0}")]
    [InlineData("X-Real-IP", "{0}")]
    [InlineData("X-Original-For", "{0}")]
    [InlineData("CF-Connecting-IP", "{0}")]
    public async Task A_stranger_who_says_to_be_somebody_else_each_time_is_slowed_down_all_the_same(string header, string value)
        => Assert.Contains(HttpStatusCode.TooManyRequests, await GuessAsync("203.0.113.9", header, value));

    [Fact]
    public async Task Through_the_proxy_the_last_of_its_addresses_counts_and_not_what_the_stranger_put_before_it()
    {
        Assert.Contains(HttpStatusCode.TooManyRequests, await GuessAsync("127.0.0.1", "X-Forwarded-For", "{0}, 203.0.113.10"));
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await GuessAsync("127.0.0.1", "X-Forwarded-For", "{0}"));
    }

    [Fact]
    public async Task A_strangers_word_makes_no_connection_encrypted()
    {
        Assert.False(await IsTakenForHttpsAsync("203.0.113.9"));
        Assert.True(await IsTakenForHttpsAsync("127.0.0.1"));
    }

    private async Task<List<HttpStatusCode>> GuessAsync(string from, string header, string value)
    {
        using var stranger = _system.Http();
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 25; attempt++)
        {
            var number = ++_number;
            using var request = new HttpRequestMessage(HttpMethod.Post, Routes.SignIn) { Content = JsonContent.Create(new SignInRequest($"someone{attempt}@cert.example", "summer-holiday-2026")) };
            request.Headers.Add(From, from);
            request.Headers.TryAddWithoutValidation(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, $"198.51.{number / 250}.{(number % 250) + 1}"));
            using var answer = await stranger.SendAsync(request);
            answers.Add(answer.StatusCode);
        }

        return answers;
    }

    private async Task<bool> IsTakenForHttpsAsync(string from)
    {
        using var http = _system.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add(From, from);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request);
        return answer.Headers.Contains("Strict-Transport-Security");
    }

    /// <summary>Tests reach the server over loopback only; this makes a connection one from elsewhere, before anything has looked at it.</summary>
    private sealed class Connection : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                if (IPAddress.TryParse(http.Request.Headers[From].ToString(), out var address))
                {
                    http.Connection.RemoteIpAddress = address;
                }

                return rest(http);
            });
            next(app);
        };
    }
}
