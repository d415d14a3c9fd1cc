using System.Net;
using Coordination.Contracts;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner's token by both ways, and how everyone else is refused.</summary>
public sealed class Whom_taxii_lets_in : IAsyncLifetime
{
    /// <summary>As slow as a machine may be, it asks more often than once a second.</summary>
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Limits:RequestsPerSecond=1"] };
    private const string Objects = TaxiiClient.Collections + "green/objects/";

    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _shelf = await Shelf.MakeAsync(_system, Shelf.Facts(Tlp.Amber));
    }

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task A_partners_token_opens_by_bearer_and_by_basic_and_nothing_else_does()
    {
        using var anyone = new TaxiiClient(_system.HttpFrom("127.7.1.1"));
        var (id, secret) = (_shelf.TokenId.Value, _shelf.Token[(_shelf.Token.IndexOf('_', 6) + 1)..]);
        var officer = _system.OfficerToken;
        foreach (var (authorization, status) in new (string?, int)[]
        {
            ($"Bearer {_shelf.Token}", 200),
            (TaxiiClient.Basic(id, secret), 200),
            (TaxiiClient.Basic("whoever", _shelf.Token), 200),
            (TaxiiClient.Basic("", _shelf.Token), 200),
            (null, 401),
            (TaxiiClient.Basic(id, "wrong"), 401),
            (TaxiiClient.Basic(id, ""), 401),
            (TaxiiClient.Basic("whoever", $"{_shelf.Token}x"), 401),
            ("Basic", 401),
            ("Basic !!!", 401),
            ("Basic /////w==", 401),
            ($"Basic {new string('A', 4_000)}", 401),
            ("Digest username=x", 401),
            // Others have nothing to do here, and their tokens are none for Basic.
            ($"Bearer {officer}", 403),
            (TaxiiClient.Basic("whoever", officer), 401),
        })
        {
            var answer = await anyone.SendAsync(Objects, authorization: authorization);
            Assert.True((int)answer.Status == status, $"{authorization}: {answer.Status}");
            Assert.Equal(TaxiiClient.MediaType, answer.MediaType);
            if (status == 401)
            {
                Assert.Equal(["Basic realm=\"TAXII\", charset=\"UTF-8\"", "Bearer"], answer.Headers.GetValues("WWW-Authenticate"));
                Assert.Equal("401", answer.Body!["http_status"]!.GetValue<string>());
            }
        }

        // Basic is for TAXII alone, and a browser that asks for a page of it is not led to the console.
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.SendAsync(Routes.Incidents, accept: null, authorization: TaxiiClient.Basic(id, secret))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.SendAsync("/taxii2/", accept: "text/html")).Status);
    }

    [Fact]
    public async Task Who_guesses_by_basic_or_asks_too_much_is_told_to_wait_in_the_same_form()
    {
        using var stranger = new TaxiiClient(_system.HttpFrom("127.7.1.2"));
        TaxiiAnswer answer;
        var attempts = 0;
        do
        {
            answer = await stranger.SendAsync("/taxii2/", authorization: TaxiiClient.Basic(_shelf.TokenId.Value, $"guess{attempts}"));
        }
        while (answer.Status == HttpStatusCode.Unauthorized && ++attempts < 40);
        Assert.Equal(19, attempts);
        Assert.Equal((HttpStatusCode.TooManyRequests, TaxiiClient.MediaType, "429"), (answer.Status, answer.MediaType, answer.Body!["http_status"]!.GetValue<string>()));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await stranger.SendAsync("/taxii2/", authorization: $"Bearer {_shelf.Token}")).Status);

        using var machine = _shelf.Machine();
        do
        {
            answer = await machine.SendAsync("/taxii2/");
        }
        while (answer.Status == HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.TooManyRequests, TaxiiClient.MediaType), (answer.Status, answer.MediaType));
        Assert.Equal("request.too-many", answer.Body!["error_code"]!.GetValue<string>());
    }
}
