using System.Globalization;
using System.Net;
using System.Text;
using Coordination.Connectors.Taxii;
using Coordination.Connectors.Tests.Webhooks;
using Coordination.Shared;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Tests.Taxii;

/// <summary>Whatever a server does is a value with a reason, within a time and a size; who fails often is left alone, and asked again after a while.</summary>
public sealed class What_partners_servers_do : IAsyncDisposable
{
    private readonly TaxiiSite _site = TaxiiSite.Start();
    private readonly PauseClock _clock = new(new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(30));
    private readonly TaxiiOptions _options = new() { AllowHttp = true, AllowPrivateNetworks = true, MostBytes = 100_000, TimeoutSeconds = 30 };
    private readonly TaxiiClient _client;

    public What_partners_servers_do() => _client = new(Options.Create(_options), _clock);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_keeps_to_the_standard_is_read_page_by_page_and_brought_to()
    {
        _site.Add(Enumerable.Range(1, 5).Select(TaxiiSite.Indicator));
        _site.Authorization = "Basic " + Convert.ToBase64String("us:pässword"u8);
        var server = Server("us", "pässword");

        Assert.Equal("A partner", (await _client.DiscoverAsync(server, default)).Value!.Title);
        Assert.Equal(1_000_000, (await AskedAsync(_client.RootAsync(server, default))).Value!.MaxContentLength);
        Assert.Equal([("green", true, false), ("inbox", false, true)], (await AskedAsync(_client.CollectionsAsync(server, default))).Value!.All.Select(one => (one.Id, one.CanRead, one.CanWrite)));
        var first = (await AskedAsync(_client.ObjectsAsync(server, "green", null, null, 2, default))).Value!;
        Assert.Equal((2, true, "2"), (first.Count, first.More, first.Next));
        var rest = (await AskedAsync(_client.ObjectsAsync(server, "green", first.Last, null, 9, default))).Value!;
        Assert.Equal((3, false, null), (rest.Count, rest.More, rest.Next));
        Assert.Equal(0, (await AskedAsync(_client.ObjectsAsync(server, "green", rest.Last, null, 9, default))).Value!.Count);

        _site.Refuse = one => (string)one["name"]! == "Number 2" ? "Not wanted" : null;
        var told = (await AskedAsync(_client.AddAsync(server, "inbox", Envelope(1, 2), default))).Value!;
        Assert.Equal((true, 1, "Not wanted"), (told.Complete, told.Successes, Assert.Single(told.Failures).Message));
        Assert.True((await AskedAsync(_client.StatusAsync(server, told.Id, default))).Value!.Complete);
    }

    [Fact]
    public async Task A_token_goes_as_bearer_and_without_any_the_server_says_that_it_does_not_know_us()
    {
        _site.Authorization = "Bearer token-1";
        Assert.Null((await AskedAsync(_client.RootAsync(Server(null, "token-1"), default))).Trouble);
        var refused = (await AskedAsync(_client.RootAsync(Server(null, null), default))).Trouble!;
        Assert.Equal(TaxiiFault.NotAllowed, refused.Fault);
        Assert.Contains("does not know us", refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<p>sign in</p>", "answers as text/html")]
    [InlineData("application/taxii+json;version=2.0", "{}", "version=2.0")]
    [InlineData("application/json", "{}", "answers as application/json")]
    [InlineData(TaxiiSite.Media, "{\"objects\":[", "not valid JSON")]
    [InlineData(TaxiiSite.Media, "", "not valid JSON")]
    [InlineData(TaxiiSite.Media, "[]", "no JSON object")]
    [InlineData(TaxiiSite.Media, "{\"objects\":{}}", "objects are no list")]
    [InlineData(TaxiiSite.Media, "{\"more\":\"yes\"}", "more is neither true nor false")]
    [InlineData(TaxiiSite.Media, "{\"more\":true,\"next\":7}", "next is no text")]
    [InlineData(TaxiiSite.Media, "{\"more\":true,\"more\":false}", "stands twice")]
    [InlineData(TaxiiSite.Media, "{\"more\":true,\"next\":\"\\ud800\"}", "half a character")]
    public async Task What_is_not_TAXII_is_said_in_words(string type, string body, string words)
    {
        _site.Instead = context => TaxiiSite.SayAsync(context, body, 200, type);
        var trouble = (await AskedAsync(_client.ObjectsAsync(Server(), "green", null, null, 10, default))).Trouble!;
        Assert.Equal(words == "not valid JSON" ? TaxiiFault.Unreadable : TaxiiFault.Malformed, trouble.Fault);
        Assert.Contains(words, trouble.Reason, StringComparison.Ordinal);
        Assert.Single(_site.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","max_content_length":"10485760" """)]
    [InlineData(""","max_content_length":null""")]
    [InlineData(""","max_content_length":0""")]
    [InlineData(""","max_content_length":10.5""")]
    public async Task A_root_that_says_no_number_of_bytes_is_told_so(string length)
    {
        _site.Instead = context => TaxiiSite.SayAsync(context, $$"""{"title":"Exchange","versions":["{{TaxiiSite.Media}}"]{{length}}}""");
        var trouble = (await AskedAsync(_client.RootAsync(Server(), default))).Trouble!;
        Assert.Equal(TaxiiFault.Malformed, trouble.Fault);
        Assert.Contains("max_content_length is no number of bytes", trouble.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":1,"id":2}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData(null)]
    public async Task An_object_that_is_wrong_leaves_the_page_to_be_read_and_divided(string? wrong)
    {
        var deep = $$"""{"a":{{new string('[', 200)}}{{new string(']', 200)}}}""";
        _site.Add(TaxiiSite.Indicator(1), TaxiiSite.Indicator(2), wrong ?? deep);
        var page = (await AskedAsync(_client.ObjectsAsync(Server(), "green", null, null, 10, default))).Value!;
        Assert.Equal(3, page.Count);

        var halves = TaxiiEnvelope.Halves(page.Body)!;
        Assert.Equal([$$"""{"objects":[{{TaxiiSite.Indicator(1)}}]}""", $$"""{"objects":[{{TaxiiSite.Indicator(2)}},{{wrong ?? deep}}]}"""], halves.Select(Encoding.UTF8.GetString));
        Assert.Null(TaxiiEnvelope.Halves(halves[0]));
    }

    [Fact]
    public async Task Whose_pages_cannot_be_read_is_brought_to_all_the_same()
    {
        _site.Instead = async context => context.Request.HttpMethod == "GET" && context.Request.Url!.AbsolutePath.EndsWith("/objects/", StringComparison.Ordinal) && await TaxiiSite.SayAsync(context, "<p>", 200, "text/html");
        for (var poll = 0; poll < 6; poll++)
        {
            await AskedAsync(_client.ObjectsAsync(Server(), "green", null, null, 10, default));
        }

        Assert.NotNull(_client.LeftAloneUntil("p", TaxiiWay.Poll));
        Assert.Null(_client.LeftAloneUntil("p", TaxiiWay.Push));
        Assert.True((await AskedAsync(_client.AddAsync(Server(), "inbox", Envelope(1), default))).Value!.Complete);
        await _client.ForgiveAsync("p");
        Assert.Null(_client.LeftAloneUntil("p", TaxiiWay.Poll));
    }

    [Theory]
    [InlineData(400, TaxiiFault.Invalid, 1)]
    [InlineData(401, TaxiiFault.NotAllowed, 1)]
    [InlineData(403, TaxiiFault.NotAllowed, 1)]
    [InlineData(404, TaxiiFault.NotThere, 1)]
    [InlineData(406, TaxiiFault.Invalid, 1)]
    [InlineData(413, TaxiiFault.TooLarge, 1)]
    [InlineData(422, TaxiiFault.NotTaken, 1)]
    [InlineData(429, TaxiiFault.Busy, 3)]
    [InlineData(500, TaxiiFault.Failing, 3)]
    [InlineData(503, TaxiiFault.Failing, 3)]
    public async Task What_may_pass_is_tried_again_and_what_does_not_is_not(int status, TaxiiFault fault, int tries)
    {
        _site.Instead = context => TaxiiSite.SayAsync(context, "{}", status);
        var trouble = (await AskedAsync(_client.ObjectsAsync(Server(), "green", null, null, 10, default))).Trouble!;
        Assert.Equal(fault, trouble.Fault);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), trouble.Reason, StringComparison.Ordinal);
        Assert.Equal(tries, _site.Asked.Count);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 01 Jun 2026 12:05:00 GMT", 300)]
    [InlineData("99999999", 86_400)]
    public async Task Who_says_when_to_come_again_is_not_asked_before(string after, int seconds)
    {
        _site.Instead = context => TaxiiSite.SayAsync(context, "{}", 429, TaxiiSite.Media, ("Retry-After", after));
        var trouble = (await AskedAsync(_client.ObjectsAsync(Server(), "green", null, null, 10, default))).Trouble!;
        Assert.Equal((TaxiiFault.Busy, TimeSpan.FromSeconds(seconds)), (trouble.Fault, trouble.RetryAfter));
        Assert.Single(_site.Asked);
    }

    [Fact]
    public async Task A_slow_drip_ends_with_its_time()
    {
        _site.Instead = async context =>
        {
            context.Response.ContentType = TaxiiSite.Media;
            context.Response.SendChunked = true;
            while (true)
            {
                await context.Response.OutputStream.WriteAsync(" "u8.ToArray());
                await context.Response.OutputStream.FlushAsync();
                await Task.Yield();
            }
        };
        _options.MostBytes = int.MaxValue;
        var trouble = (await AskedAsync(_client.RootAsync(Server(), default), hangs: true)).Trouble!;
        Assert.Equal(TaxiiFault.Slow, trouble.Fault);
        Assert.Contains("within 30 s", trouble.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_answer_is_not_read_to_its_end(bool announced)
    {
        _site.Instead = async context =>
        {
            context.Response.ContentType = TaxiiSite.Media;
            context.Response.SendChunked = !announced;
            if (announced)
            {
                context.Response.ContentLength64 = 1_000_000_000;
            }

            var piece = new byte[50_000];
            while (true)
            {
                await context.Response.OutputStream.WriteAsync(piece);
            }
        };
        var trouble = (await AskedAsync(_client.ObjectsAsync(Server(), "green", null, null, 10, default))).Trouble!;
        Assert.Equal(TaxiiFault.TooLarge, trouble.Fault);
        Assert.Contains("100,000 bytes", trouble.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_followed_on_the_same_server_only_and_the_password_goes_nowhere_else()
    {
        await using var other = TaxiiSite.Start();
        _site.Instead = context => TaxiiSite.SayAsync(context, "", 302, TaxiiSite.Media, ("Location", other.Root));
        var away = (await AskedAsync(_client.RootAsync(Server("us", "pw"), default))).Trouble!;
        Assert.Equal(TaxiiFault.Invalid, away.Fault);
        Assert.Contains("redirect that is not followed", away.Reason, StringComparison.Ordinal);
        Assert.Empty(other.Asked);

        _site.Instead = async context => context.Request.Url!.AbsolutePath == "/old/" && await TaxiiSite.SayAsync(context, "", 308, TaxiiSite.Media, ("Location", "/api/"));
        Assert.Equal("Exchange", (await AskedAsync(_client.RootAsync(new("p", new(_site.Address + "/old/"), null, null), default))).Value!.Title);
        _site.Instead = context => TaxiiSite.SayAsync(context, "", 302, TaxiiSite.Media, ("Location", "/api/"));
        Assert.Contains("302", (await AskedAsync(_client.RootAsync(Server(), default))).Trouble!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_to_no_private_address_and_to_no_unencrypted_one_unless_that_is_allowed()
    {
        using var careful = new TaxiiClient(Options.Create(new TaxiiOptions { AllowHttp = true }), _clock);
        Assert.Equal(TaxiiFault.Forbidden, (await AskedAsync(careful.RootAsync(Server(), default))).Trouble!.Fault);
        using var encrypted = new TaxiiClient(Options.Create(new TaxiiOptions { AllowPrivateNetworks = true }), _clock);
        Assert.Contains("is not https", (await AskedAsync(encrypted.RootAsync(Server(), default))).Trouble!.Reason, StringComparison.Ordinal);
        using var lost = new TaxiiClient(Options.Create(_options), _clock, (_, _) => Task.FromResult(Array.Empty<IPAddress>()));
        Assert.Equal("partner.example has no address.", (await AskedAsync(lost.RootAsync(new("p", new("http://partner.example/api"), null, null), default))).Trouble!.Reason);
        Assert.Empty(_site.Asked);
    }

    [Fact]
    public async Task Who_fails_often_is_left_alone_and_one_try_after_a_while_decides()
    {
        var ill = true;
        _site.Instead = async context => ill && await TaxiiSite.SayAsync(context, "{}", 500);
        var server = Server();
        await AskedAsync(_client.RootAsync(server, default));
        Assert.Null(_client.LeftAloneUntil("p", TaxiiWay.Push));
        await AskedAsync(_client.RootAsync(server, default));
        Assert.NotNull(_client.LeftAloneUntil("p", TaxiiWay.Push));
        var asked = _site.Asked.Count;

        var alone = (await AskedAsync(_client.RootAsync(server, default))).Trouble!;
        Assert.Equal(TaxiiFault.LeftAlone, alone.Fault);
        Assert.Contains("left alone until 2026-06-01 12:0", alone.Reason, StringComparison.Ordinal);
        Assert.Equal(asked, _site.Asked.Count);
        // Others are not concerned.
        Assert.Equal(TaxiiFault.Failing, (await AskedAsync(_client.RootAsync(new("other", new(_site.Root), null, null), default))).Trouble!.Fault);
        asked = _site.Asked.Count;

        // Still ill after the while: one try, and a longer while.
        var until = _client.LeftAloneUntil("p", TaxiiWay.Push)!.Value;
        _clock.SetUtcNow(until);
        await AskedAsync(_client.RootAsync(server, default));
        Assert.Equal(asked + 1, _site.Asked.Count);
        Assert.True(_client.LeftAloneUntil("p", TaxiiWay.Push) - _clock.GetUtcNow() > TimeSpan.FromSeconds(90), "The second while is no longer than the first.");

        ill = false;
        _clock.SetUtcNow(_client.LeftAloneUntil("p", TaxiiWay.Push)!.Value);
        Assert.Equal("Exchange", (await AskedAsync(_client.RootAsync(server, default))).Value!.Title);
        Assert.Null(_client.LeftAloneUntil("p", TaxiiWay.Push));
    }

    [Fact]
    public async Task Where_another_address_is_given_what_failed_at_the_one_before_is_no_reason_to_leave_it_alone()
    {
        await using var wrong = TaxiiSite.Start();
        wrong.Instead = context => TaxiiSite.SayAsync(context, "{}", 500);
        TaxiiServer before = new("p", new(wrong.Root), null, null);
        while (_client.LeftAloneUntil("p", TaxiiWay.Push) is null)
        {
            await AskedAsync(_client.RootAsync(before, default));
        }

        Assert.Equal("Exchange", (await AskedAsync(_client.RootAsync(Server(), default))).Value!.Title);
        Assert.Null(_client.LeftAloneUntil("p", TaxiiWay.Push));
    }

    [Fact]
    public async Task A_server_that_breaks_off_and_one_that_is_not_there_any_more_are_unreachable()
    {
        var closing = Endpoint.Doing(static async (stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/taxii+json;version=2.1\r\nContent-Length: 900\r\n\r\n{"u8.ToArray(), cancellationToken);
            stream.Close();
        });
        TaxiiServer server = new("p", new(new Uri(closing.Url), "/api/"), null, null);
        Assert.Equal(TaxiiFault.Unreachable, (await AskedAsync(_client.RootAsync(server, default))).Trouble!.Fault);
        Assert.Equal(3, closing.Connections);
        await closing.DisposeAsync();
        Assert.Equal("127.0.0.1 cannot be reached, or broke off.", (await AskedAsync(_client.RootAsync(new("q", server.ApiRoot, null, null), default))).Trouble!.Reason);
    }

    private TaxiiServer Server(string? user = null, string? secret = null) => new("p", new(_site.Root.TrimEnd('/')), user, secret);

    private static byte[] Envelope(params int[] numbers) => Encoding.UTF8.GetBytes($$"""{"objects":[{{string.Join(',', numbers.Select(TaxiiSite.Indicator))}}]}""");

    /// <summary>Waits for an answer while the clock goes on: pauses and limits are by that clock.</summary>
    /// <param name="hangs">It goes on even while nothing pauses, until a limit ends it.</param>
    private async Task<TaxiiAnswer<T>> AskedAsync<T>(Task<TaxiiAnswer<T>> answer, bool hangs = false) where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token)) != answer)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (hangs || _clock.HasPauses)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(500));
            }
        }

        return await answer;
    }
}
