using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Attacks;

/// <summary>
/// The attempts of which each has a test, and where it is:
/// <list type="table">
/// <item><term>ids of another institution</term><description><see cref="Who_gets_what_by_which_door"/>, Nobody_finds_a_word…</description></item>
/// <item><term>guessed ids; absent and forbidden alike, to the byte</term><description><see cref="Who_gets_what_by_which_door"/>, What_is_not_there…; <see cref="When_anything_at_all_is_sent"/></description></item>
/// <item><term>a share revoked while the console is open</term><description><see cref="Who_gets_what_by_which_door"/>, Who_loses_their_share…</description></item>
/// <item><term>a role downgraded while connected</term><description><see cref="Who_gets_what_by_which_door"/>, Who_is_made_less…</description></item>
/// <item><term>a token of another scope, forged, revoked or expired</term><description>here</description></item>
/// <item><term>a link replayed, expired, of another purpose, altered</term><description><see cref="When_a_link_is_used_again"/></description></item>
/// <item><term>a link followed by a scanner</term><description><see cref="When_a_link_in_a_mail_is_opened"/></description></item>
/// <item><term>a session after sign-out everywhere</term><description><see cref="When_a_password_is_not_enough"/>, Signed_out_everywhere…</description></item>
/// <item><term>a cookie that was altered</term><description>here</description></item>
/// <item><term>forms and algorithms of signed callers</term><description>here, for what a client shows; Coordination.Grains.Tests/Access/Who_calls_a_grain.cs between processes</description></item>
/// <item><term>forged forwarding headers</term><description><see cref="When_forwarding_headers_are_forged"/></description></item>
/// <item><term>tricks in the path</term><description>here; <see cref="When_anything_at_all_is_sent"/></description></item>
/// <item><term>fields that are not to be set</term><description><see cref="What_bad_input_is_answered"/>; <see cref="When_anything_at_all_is_sent"/></description></item>
/// <item><term>requests and web sockets of another site</term><description>here</description></item>
/// </list>
/// </summary>
[Collection(OneSystem.Name)]
public sealed class What_lets_nobody_in(RunningSystem system)
{
    public static TheoryData<string, string> BeyondTheirScope => new()
    {
        { "sensor", "GET /api/v1/board" }, { "sensor", "GET /api/v1/incidents" }, { "sensor", "GET /api/v1/people" }, { "sensor", "GET /api/v1/sources" }, { "sensor", "GET /api/v1/tokens" },
        { "sensor", "POST /api/v1/incidents" }, { "sensor", "POST /api/v1/intake/intelmq" }, { "sensor", "GET /openapi/v1.json" }, { "sensor", "GET /live" }, { "sensor", "POST /live/negotiate" },
        { "operate", "GET /api/v1/tokens" }, { "operate", "POST /api/v1/tokens" }, { "operate", "POST /api/v1/people" }, { "operate", "PUT /api/v1/sources/sensor" }, { "operate", "POST /api/v1/policies" },
        { "operate", "GET /api/v1/audit/readings" }, { "operate", "POST /api/v1/intake/sensor" }, { "operate", "POST /api/v1/incidents/x/restrict" }, { "operate", "POST /api/v1/incidents/x/share" },
        { "administer", "GET /api/v1/incidents" }, { "administer", "GET /api/v1/board" }, { "administer", "GET /api/v1/unattributed" }, { "administer", "POST /api/v1/incidents" }, { "administer", "GET /api/v1/audit/readings" },
        { "administer", "GET /live" }, { "administer", "POST /live/negotiate" },
        { "audit", "POST /api/v1/incidents" }, { "audit", "POST /api/v1/incidents/x/notes" }, { "audit", "POST /api/v1/unattributed/x/dismiss" }, { "audit", "POST /api/v1/outbox/parked/x/retry" }, { "audit", "POST /api/v1/tokens" },
        { "audit", "POST /api/v1/people" }, { "audit", "PUT /api/v1/institutions/alma" },
        // None of them is a person.
        { "operate", "POST /api/v1/me/second-factor" }, { "administer", "POST /api/v1/me/end-sessions" }, { "audit", "GET /api/v1/me/second-factor" },
    };

    [Theory]
    [MemberData(nameof(BeyondTheirScope))]
    public async Task A_token_opens_nothing_beyond_its_scope(string scope, string door)
    {
        var token = scope == "sensor" ? system.SensorToken : (await system.Ada.AddTokenAsync(new TokenRequest { Name = scope, Scope = Enum.Parse<TokenScope>(scope, ignoreCase: true) })).Secret!;
        using var http = system.Http(token);
        using var request = new HttpRequestMessage(new HttpMethod(door.Split(' ')[0]), door.Split(' ')[1]) { Content = new StringContent(door.EndsWith("second-factor", StringComparison.Ordinal) ? """{"password":"x"}""" : "{}", Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task There_is_one_form_of_a_token_and_what_looks_like_one_is_none()
    {
        var (own, other) = (await system.Ada.AddTokenAsync(new TokenRequest { Name = "own", Scope = TokenScope.Operate }), await system.Ada.AddTokenAsync(new TokenRequest { Name = "other", Scope = TokenScope.Audit }));
        var revoked = await system.Ada.AddTokenAsync(new TokenRequest { Name = "revoked", Scope = TokenScope.Operate });
        var (id, secret) = (own.Id.Value, own.Secret![($"coord_{own.Id}_".Length)..]);
        await RunningSystem.UntilAsync(async () => await BoardAsync($"Bearer {revoked.Secret}") == HttpStatusCode.OK);
        await system.Ada.RevokeTokenAsync(revoked.Id);
        await RunningSystem.UntilAsync(async () => await BoardAsync($"Bearer {revoked.Secret}") == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await BoardAsync($"Bearer {own.Secret}"));

        var claims = Base64($$"""{"sub":"{{id}}","scope":"operate","exp":4102444800}""");
        string[] forged =
        [
            $"Bearer coord_{id}_", $"Bearer coord_{id}_{other.Secret![$"coord_{other.Id}_".Length..]}", $"Bearer coord_{other.Id}_{secret}", $"Bearer {own.Secret}A", $"Bearer {own.Secret[..^1]}",
            $"Bearer {own.Secret.ToUpperInvariant()}", $"Bearer coord_{id}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)))}", $"Bearer {id}_{secret}", $"Bearer coord__{secret}", $"Bearer coord_{id}__{secret}",
            $"Bearer coord_{id} _{secret}", $"Bearer coord_../{id}_{secret}", $"Bearer coord_{id}%00_{secret}", $"Basic {Base64($"{id}:{secret}")}", $"Token {own.Secret}", own.Secret, "Bearer", "Bearer ", $"Bearer {own.Secret}, Bearer {own.Secret}",
            // As others sign theirs: there is no algorithm to choose here, and no key to name.
            $"Bearer {Base64("""{"alg":"none"}""")}.{claims}.", $"Bearer {Base64("""{"alg":"HS256","kid":"../../dev/null"}""")}.{claims}.{Base64("x")}", $"Bearer {Base64("""{"alg":"HS256","kid":"' UNION SELECT 'x"}""")}.{claims}.{Base64("x")}",
            $"Bearer {Base64("""{"alg":"RS256","jku":"https://evil.example/keys"}""")}.{claims}.{Base64("x")}",
        ];
        foreach (var one in forged)
        {
            // Too many that are wrong are slowed down, which lets nobody in either.
            Assert.True(await BoardAsync(one) is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, one);
        }

        using var query = system.HttpFrom("127.0.8.7");
        Assert.Equal(HttpStatusCode.Unauthorized, (await query.GetAsync(new Uri($"{Routes.Board}?access_token={own.Secret}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_connection_ends_with_the_token_that_opened_it()
    {
        var until = system.Clock.GetUtcNow().AddHours(3);
        var token = (await system.Ada.AddTokenAsync(new TokenRequest { Name = "brief", Scope = TokenScope.Operate, ExpiresAt = until })).Secret!;
        var http = new DefaultHttpContext { RequestServices = system.Services };
        http.Request.Headers.Authorization = $"Bearer {token}";

        var ticket = await system.Services.GetRequiredService<IAuthenticationService>().AuthenticateAsync(http, "token");

        // The hub closes what has outlived this.
        Assert.Equal(until.ToUnixTimeSeconds(), ticket.Properties!.ExpiresUtc!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_cookie_of_which_a_letter_was_changed_is_none()
    {
        var (_, cookie) = await SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await MeAsync(cookie));
        var from = cookie.IndexOf('=', StringComparison.Ordinal) + 1;
        for (var at = from; at < cookie.Length; at += 29)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync($"{cookie[..at]}{(cookie[at] == 'A' ? 'B' : 'A')}{cookie[(at + 1)..]}"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(cookie[..^8]));
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync($"coordination={Base64("ada@cert.example")}"));
    }

    [Fact]
    public async Task No_trick_in_the_path_leads_past_a_door()
    {
        string[] tricks =
        [
            "/api/v1/{0};x=1", "/api/v1/{0}/", "//api/v1/{0}", "/api//v1/{0}", "/API/V1/{0}", "/console/../api/v1/{0}", "/console/..%2fapi/v1/{0}", "/console/%2e%2e/api/v1/{0}", "/console/..;/api/v1/{0}", "/_framework/../api/v1/{0}",
            "/_framework/..%2f..%2fapi/v1/{0}", "/health/../api/v1/{0}", "/ack/x/../../api/v1/{0}", "/ack/..%2fapi%2fv1%2f{0}", "/api/v1/sign-in/../{0}", "/api/v1/{0}%20", "/api/v1/{0}.json", "/api/v1/{0}?", "/api/v1/%{0}", "/api/v1/{0}%2f",
            "/./api/v1/{0}", "/api/v1/x/../{0}", "/%61pi/v1/{0}", "/api%2fv1%2f{0}", "/api/v1/{0}%23", "/_framework/%2e%2e/api/v1/{0}", "/pages.css/../api/v1/{0}",
        ];
        var let = new List<string>();
        foreach (var (who, paths) in new (string?, string[])[] { (null, ["board", "people", "incidents", "tokens"]), (system.OfficerToken, ["tokens", "audit/readings"]) })
        {
            foreach (var path in from trick in tricks from door in paths select string.Format(System.Globalization.CultureInfo.InvariantCulture, trick, door))
            {
                await using var connection = await RawConnection.OpenAsync(system.Address, IPAddress.Parse("127.0.9.1"), CancellationToken.None);
                var answer = await connection.AskAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{(who is null ? "" : $"Authorization: Bearer {who}\r\n")}\r\n"), withoutBody: false, CancellationToken.None);
                // The empty page of the console is for everyone; what it shows comes by other doors.
                if (answer is { Status: < 400 } && answer.MediaType != "text/html" && !(answer.Status == 302 && answer["Location"]!.StartsWith("/console", StringComparison.Ordinal)))
                {
                    let.Add($"{path}: {answer.Status} {answer.MediaType}");
                }
            }
        }

        Assert.Empty(let);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://localhost.evil.example", false)]
    [InlineData("Origin", "http://127.0.0.1:1", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Origin", "http://127.0.0.1", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("X-Nothing", "x", true)]
    public async Task What_another_site_has_a_browser_send_changes_nothing_and_hears_nothing(string header, string value, bool ours)
    {
        var (http, cookie) = await SignInAsync();
        value = ours && header == "Origin" ? system.Address.GetLeftPart(UriPartial.Authority) : value;

        using var change = new HttpRequestMessage(HttpMethod.Post, Routes.Incidents) { Content = new StringContent("""{"title":"Sent by another","severity":"low"}""", Encoding.UTF8, "application/json") };
        change.Headers.Add(header, value);
        using var answer = await http.SendAsync(change);
        Assert.Equal(ours ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);

        using var negotiate = new HttpRequestMessage(HttpMethod.Post, $"{LiveHub.Path}/negotiate?negotiateVersion=1");
        negotiate.Headers.Add(header, value);
        using var negotiated = await http.SendAsync(negotiate);
        Assert.Equal(ours ? HttpStatusCode.OK : HttpStatusCode.Forbidden, negotiated.StatusCode);

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(header, value);
        socket.Options.SetRequestHeader("Cookie", cookie);
        var connect = () => socket.ConnectAsync(new Uri($"ws://{system.Address.Authority}{LiveHub.Path}"), CancellationToken.None);
        if (ours)
        {
            await connect();
        }
        else
        {
            Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(connect)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task What_a_form_can_send_changes_nothing(string type)
    {
        var (http, _) = await SignInAsync();
        foreach (var path in (string[])[Routes.Incidents, Routes.EndSessions, Routes.SignOut, $"{Routes.Incidents}/x/acknowledge"])
        {
            using var content = new StringContent("""{"title":"Sent by a form","severity":"low"}""");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }
    }

    private async Task<(HttpClient Http, string Cookie)> SignInAsync()
    {
        var handler = new LoopbackCookies();
        var http = new HttpClient(handler) { BaseAddress = system.Address };
        await new CoordinationClient(http, TimeProvider.System).SignInAsync(new SignInRequest("ben@cert.example", system.Password));
        // Besides the session there is what knows the device, which lets nobody in.
        return (http, handler.Cookie!.Split("; ").Single(cookie => cookie.StartsWith("coordination=", StringComparison.Ordinal)));
    }

    private async Task<HttpStatusCode> BoardAsync(string authorization)
    {
        using var http = system.HttpFrom("127.0.8.7");
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Board);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> MeAsync(string cookie)
    {
        using var http = system.HttpFrom("127.0.8.8");
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Me);
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static string Base64(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
