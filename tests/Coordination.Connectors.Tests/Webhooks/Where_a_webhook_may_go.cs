using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordination.Connectors.Fetch;
using Coordination.Connectors.Webhooks;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Tests.Webhooks;

public sealed class Where_a_webhook_may_go
{
    [Theory]
    [InlineData("9.9.9.9", true, true)]
    [InlineData("2620:fe::fe", true, true)]
    [InlineData("64:ff9b::909:909", true, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.31.255.255", false, true)]
    [InlineData("172.32.0.0", true, true)]
    [InlineData("192.168.0.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.255.255.254", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:9.9.9.9", true, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("64:ff9b::7f00:1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("100.100.100.200", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("::127.0.0.1", false, false)]
    [InlineData("192.0.2.1", false, false)]
    [InlineData("198.18.0.1", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("2001:db8::1", false, false)]
    [InlineData("2002:7f00:1::", false, false)]
    [InlineData("2001:0:7f00:1::", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("fec0::1", false, false)]
    public void Only_public_addresses_are_open_and_metadata_never(string address, bool open, bool openWithPrivate)
    {
        Assert.Equal(open, PublicAddress.Allows(IPAddress.Parse(address), allowPrivate: false));
        Assert.Equal(openWithPrivate, PublicAddress.Allows(IPAddress.Parse(address), allowPrivate: true));
    }

    /// <summary>Ways to write this machine, what is beside it, and the clouds' metadata, and names that lead there.</summary>
    public static TheoryData<string> Inside =>
    [
        "127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1", "127.0.1", "2130706433", "017700000001", "0177.0.0.1", "0177.0.0.01", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0X7F.1", "127.0x0.0.1", "127.00.00.001",
        "127.0.0.1.", "%31%32%37.0.0.1", "１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "ip6-localhost", "0", "0.0.0.0", "00000000", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::ffff:0:127.0.0.1]",
        "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.0.1", "192.168.1.1", "100.64.0.1", "192.0.0.1", "198.18.0.1", "167772161", "0xc0a80101", "[fc00::1]", "[fd00::1]", "[fe80::1]", "[fec0::1]",
        "169.254.169.254", "2852039166", "0xa9fea9fe", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[fd00:ec2::254]", "100.100.100.200", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "[ff02::1]",
        "user@127.0.0.1", "partner.example@127.0.0.1", "partner.example:443@127.0.0.1", "partner.example%2f@127.0.0.1", "127.0.0.1%2f.partner.example", "127.0.0.1%00.partner.example", "inside.example", "mixed.example", "mapped.example", "metadata.example",
    ];

    [Theory]
    [MemberData(nameof(Inside))]
    public async Task What_is_inside_is_not_reached_however_it_is_written(string host)
    {
        await using var trap = Endpoint.Answering(200);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{trap.Port}/");

        var result = await Hook.SendAsync(Hook.Order(url), options => options.AllowPrivateNetworks = false, Lookup);

        Assert.False(result.Sent, result.Error);
        Assert.Equal(0, trap.Connections);
    }

    [Theory]
    [MemberData(nameof(Inside))]
    public async Task Nobody_is_sent_on_to_there(string host)
    {
        await using var trap = Endpoint.Answering(200);
        await using var partner = Endpoint.Answering(302, string.Create(CultureInfo.InvariantCulture, $"Location: http://{host}:{trap.Port}/\r\n"));

        var result = await Hook.SendAsync(Hook.Order(partner.Url), options =>
        {
            options.AllowPrivateNetworks = false;
            options.AllowedHosts.Add("127.0.0.1");
        }, Lookup);

        Assert.False(result.Sent, result.Error);
        Assert.Equal((1, 0), (partner.Connections, trap.Connections));
    }

    [Fact]
    public void There_are_more_than_sixty() => Assert.True(Inside.Count >= 60);

    [Fact]
    public async Task A_name_that_leads_outside_when_it_is_judged_and_inside_afterwards_leads_nowhere()
    {
        await using var trap = Endpoint.Answering(200);
        var asked = 0;

        // A public address first, this machine for ever after.
        Task<IPAddress[]> Rebinding(string name, CancellationToken cancellationToken)
            => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? IPAddress.Parse("192.88.99.1") : IPAddress.Loopback]);

        var url = string.Create(CultureInfo.InvariantCulture, $"http://rebinding.example:{trap.Port}/");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.False((await Hook.SendAsync(Hook.Order(url), options => (options.AllowPrivateNetworks, options.TimeoutSeconds) = (false, 1), Rebinding)).Sent);
        }

        Assert.Equal((3, 0), (asked, trap.Connections));
    }

    [Fact]
    public async Task The_address_that_was_judged_is_the_one_connected_to()
    {
        await using var endpoint = Endpoint.Answering(200);
        var asked = 0;

        // A name that shows a harmless face first: were it looked up again for connecting, the second answer would be used.
        Task<IPAddress[]> TwoFaced(string host, CancellationToken cancellationToken)
            => Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Loopback : IPAddress.Parse("127.0.0.99")]);

        var url = string.Create(CultureInfo.InvariantCulture, $"http://two-faced.example:{endpoint.Port}/");
        var result = await Hook.SendAsync(Hook.Order(url), null, TwoFaced);

        Assert.Equal(SendResult.Ok, result);
        Assert.Equal((1, 1), (asked, endpoint.Connections));
    }

    [Fact]
    public async Task A_host_that_is_allowed_by_name_is_reached()
    {
        await using var endpoint = Endpoint.Answering(200);

        var result = await Hook.SendAsync(Hook.Order(endpoint.Url), options =>
        {
            options.AllowPrivateNetworks = false;
            options.AllowedHosts.Add("127.0.0.1");
        });

        Assert.Equal(SendResult.Ok, result);
    }

    [Fact]
    public async Task Where_others_named_the_address_no_exemption_holds_and_what_is_inside_looks_like_what_is_nowhere()
    {
        await using var trap = Endpoint.Answering(200);
        var options = new WebhookOptions { AllowHttp = true, AllowPrivateNetworks = true };
        options.AllowedHosts.UnionWith(["127.0.0.1", "inside.example"]);
        using var post = Post(options);

        var (literal, named, nowhere) = (await TryAsync(post, "127.0.0.1"), await TryAsync(post, "inside.example"), await TryAsync(post, "nowhere.example"));

        Assert.Equal(literal, named);
        Assert.Equal(literal, nowhere);
        Assert.Equal(0, trap.Connections);
        Assert.True((await post.PostAsync(trap.Url, "msg_1", _ => [1], "application/json", Hook.Secret, forOthers: false, Hook.Patience)).Arrived);

        using var opened = Post(new() { AllowHttp = true, AllowPrivateNetworksForAll = true });
        Assert.True((await TryAsync(opened, "inside.example")).Arrived);

        // As whoever named the host sees it.
        async Task<Posted> TryAsync(WebhookPost with, string host)
        {
            var url = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{trap.Port}/");
            var posted = await with.PostAsync(url, "msg_1", _ => [1], "application/json", Hook.Secret, forOthers: true, Hook.Patience);
            return posted with { Error = posted.Error?.Replace(host, "it", StringComparison.Ordinal) };
        }

        static WebhookPost Post(WebhookOptions options) => new(Options.Create(options), TimeProvider.System, NullLogger.Instance, (name, cancellationToken)
            => name == "nowhere.example" ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)) : Lookup(name, cancellationToken));
    }

    [Theory]
    [InlineData("http://partner.example/")]
    [InlineData("ftp://partner.example/")]
    [InlineData("https://user:secret@partner.example/")]
    [InlineData("/hook")]
    [InlineData("https://")]
    [InlineData("partner.example")]
    [InlineData("")]
    public async Task What_is_no_https_address_is_refused_for_good(string address)
    {
        var result = await Hook.SendAsync(Hook.Order(address), options => options.AllowHttp = false);

        Assert.True(result is { Sent: false, Permanent: true });
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_sent()
    {
        await using var endpoint = Endpoint.Answering(200);

        var result = await Hook.SendAsync(Hook.Order(endpoint.Url), options => options.DefaultSecret = null);

        Assert.False(result.Sent);
        Assert.Equal(0, endpoint.Connections);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_***")]
    public void A_secret_that_is_none_shows_at_start_and_is_not_repeated(string secret)
    {
        var options = Options.Create(new WebhookOptions { DefaultSecret = secret });

        var failure = Assert.Throws<OptionsValidationException>(() => new WebhookSender(options, TimeProvider.System, NullLogger<WebhookSender>.Instance));

        Assert.DoesNotContain(secret + " ", failure.Message + " ", StringComparison.Ordinal);
    }

    private static Task<IPAddress[]> Lookup(string name, CancellationToken cancellationToken) => name switch
    {
        "inside.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        "mixed.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("192.168.0.1"), IPAddress.Loopback]),
        "mapped.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("::ffff:127.0.0.1")]),
        "metadata.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]),
        _ => Dns.GetHostAddressesAsync(name, cancellationToken),
    };
}
