using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Live;

namespace Coordination.Deploy.Tests;

/// <summary>A real nginx before small servers, on loopback.</summary>
public sealed class When_the_proxy_stands_in_front : IAsyncLifetime
{
    private readonly List<Backend> _backends = [];
    private Proxy? _proxy;
    private HttpClient? _client;

    private HttpClient Client => _client ??= new HttpClient(_proxy!.Handler()) { BaseAddress = _proxy.Address };

    private IEnumerable<Seen> Seen => _backends.SelectMany(backend => backend.Requests);

    public async Task InitializeAsync()
    {
        for (var number = 0; number < 3; number++)
        {
            _backends.Add(await Backend.StartAsync());
        }
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }
    }

    [ToolFact("nginx", "openssl")]
    public async Task A_request_arrives_with_the_truth_about_where_it_came_from()
    {
        await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/board?all=1");
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Add("X-Forwarded-Proto", "http");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("Forwarded", "for=6.6.6.6;proto=http");

        using var answer = await Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var seen = Assert.Single(Seen);
        Assert.Equal(("GET", "/api/v1/board"), (seen.Method, seen.Path));
        Assert.Equal(("127.0.0.1", "https", "localhost", "localhost"), (seen.Headers["X-Forwarded-For"], seen.Headers["X-Forwarded-Proto"], seen.Headers["X-Forwarded-Host"], seen.Headers["Host"]));
        Assert.False(seen.Headers.ContainsKey("Forwarded"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal("nginx", answer.Headers.Server.ToString());
    }

    [ToolFact("nginx", "openssl")]
    public async Task A_console_s_web_socket_gets_through()
    {
        await StartAsync();
        using var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(_proxy!.Handler());

        await socket.ConnectAsync(new Uri($"wss://localhost:{_proxy.HttpsPort}{LiveHub.Path}"), invoker, CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("are you there"), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[100];
        var got = await socket.ReceiveAsync(buffer, CancellationToken.None);

        Assert.Equal("are you there", Encoding.UTF8.GetString(buffer, 0, got.Count));
        Assert.Equal(("socket", "https"), (Seen.Single().Method, Seen.Single().Headers["X-Forwarded-Proto"]));
    }

    [ToolFact("nginx", "openssl")]
    public async Task Plain_http_is_sent_to_https()
    {
        await StartAsync();
        using var client = new HttpClient(_proxy!.Handler()) { BaseAddress = _proxy.PlainAddress };

        using var answer = await client.GetAsync("/console/board?x=1");

        Assert.Equal((HttpStatusCode.MovedPermanently, "https://localhost/console/board?x=1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Empty(Seen);
    }

    [ToolFact("nginx", "openssl")]
    public async Task A_server_that_dies_is_passed_over()
    {
        await StartAsync();
        await AskAllAsync(HttpMethod.Get);
        Assert.All(_backends, backend => Assert.NotEmpty(backend.Requests));
        await _backends[1].DisposeAsync();
        _backends.RemoveAt(1);

        await AskAllAsync(HttpMethod.Get);
        await AskAllAsync(HttpMethod.Post);
    }

    [ToolFact("nginx", "openssl")]
    public async Task What_has_reached_a_server_that_dies_of_it_is_repeated_only_if_that_does_no_harm()
    {
        // Takes each request and hangs up, as a process does that is killed over it.
        using var dying = new TcpListener(IPAddress.Loopback, 0);
        dying.Start();
        var taken = 0;
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var connection = await dying.AcceptTcpClientAsync();
                if (await connection.GetStream().ReadAsync(new byte[1000]) > 0)
                {
                    Interlocked.Increment(ref taken);
                }
            }
        });
        var port = ((IPEndPoint)dying.LocalEndpoint).Port;
        _proxy = await Proxy.StartAsync(port, _backends[0].Port, port);

        using (var got = await Client.GetAsync("/api/v1/board"))
        {
            Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        }

        Assert.True(taken > 0, "the dying server was not asked");
        var (before, answers) = (Seen.Count(), new List<HttpStatusCode>());
        // A server that has failed is left out for five seconds; then one request tries it again.
        await Waiting.UntilAsync(async () =>
        {
            using var posted = await Client.PostAsync("/api/v1/incidents", new StringContent("{}"));
            answers.Add(posted.StatusCode);
            return posted.StatusCode == HttpStatusCode.BadGateway;
        }, "a POST to the dying server");

        Assert.All(answers.SkipLast(1), answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(before + answers.Count - 1, Seen.Count());
    }

    [ToolFact("nginx", "openssl")]
    public async Task Links_that_prove_something_are_not_logged()
    {
        await StartAsync();
        (await Client.GetAsync("/ack/CfDJ8-the-proof")).Dispose();
        (await Client.GetAsync("/console/setup?token=CfDJ8-the-proof")).Dispose();
        (await Client.GetAsync("/console/board")).Dispose();

        await Waiting.UntilAsync(async () => (await _proxy!.LogAsync()).Split('\n').Length > 3, "three lines in the log");
        var log = await _proxy!.LogAsync();
        Assert.Contains("\"GET /ack/- HTTP/1.1\" 200", log, StringComparison.Ordinal);
        Assert.Contains("\"GET /console/setup HTTP/1.1\" 200", log, StringComparison.Ordinal);
        Assert.DoesNotContain("CfDJ8", log, StringComparison.Ordinal);
    }

    [ToolFact("nginx", "openssl")]
    public async Task Guessing_passwords_is_slowed_down_and_alerts_are_not()
    {
        await StartAsync();
        var guesses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 15; guess++)
        {
            using var answer = await Client.PostAsync(Routes.SignIn, new StringContent("{}"));
            guesses.Add(answer.StatusCode);
        }

        Assert.Equal(11, guesses.TakeWhile(answer => answer == HttpStatusCode.OK).Count());
        Assert.Equal(HttpStatusCode.TooManyRequests, guesses[^1]);
        // Sources are limited by no rule at all (The_proxy).
        using var alert = await Client.PostAsync($"{Routes.Intake}/sensor", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.OK, alert.StatusCode);
    }

    [ToolFact("nginx", "openssl")]
    public async Task A_body_as_large_as_the_server_takes_arrives_whole()
    {
        await StartAsync();
        using var whole = await Client.PostAsync($"{Routes.Intake}/sensor", new ByteArrayContent(new byte[TheHost.MaxBody]));
        using var more = await Client.PostAsync($"{Routes.Intake}/sensor", new ByteArrayContent(new byte[TheHost.MaxBody * 12 / 10]));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (whole.StatusCode, more.StatusCode));
        Assert.Equal(TheHost.MaxBody, Assert.Single(Seen).Body);
    }

    private async Task StartAsync() => _proxy = await Proxy.StartAsync([.. _backends.Select(backend => backend.Port)]);

    private async Task AskAllAsync(HttpMethod method)
    {
        for (var number = 0; number < 12; number++)
        {
            using var request = new HttpRequestMessage(method, "/api/v1/board") { Content = method == HttpMethod.Post ? new StringContent("{}") : null };
            using var answer = await Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
