using System.Globalization;
using System.Net;
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

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    [InlineData("inside.example")]
    [InlineData("mixed.example")]
    public async Task This_machine_is_not_reached_however_it_is_written(string host)
    {
        await using var endpoint = Endpoint.Answering(200);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{endpoint.Port}/");

        var result = await Hook.SendAsync(Hook.Order(url), options => options.AllowPrivateNetworks = false, (name, cancellationToken) => name switch
        {
            "inside.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            "mixed.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("192.168.0.1"), IPAddress.Loopback]),
            _ => Dns.GetHostAddressesAsync(name, cancellationToken),
        });

        Assert.True(result is { Sent: false, Permanent: true }, result.Error);
        Assert.Equal(0, endpoint.Connections);
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
}
