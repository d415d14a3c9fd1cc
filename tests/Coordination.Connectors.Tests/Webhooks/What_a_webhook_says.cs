using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Connectors.Webhooks;
using Coordination.Contracts;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Connectors.Tests.Webhooks;

public sealed class What_a_webhook_says
{
    [Fact]
    public void The_standards_own_example_is_signed_as_it_says()
    {
        Assert.True(WebhookSignature.TryReadSecrets(Hook.Secret, out var secrets));

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8));
    }

    [Fact]
    public async Task A_receiver_can_verify_what_it_gets()
    {
        await using var endpoint = Endpoint.Answering(204);

        Assert.Equal(SendResult.Ok, await Hook.SendAsync(Hook.Order(endpoint.Url)));

        var asked = Assert.Single(endpoint.Requests);
        Assert.Equal("POST /hook HTTP/1.1", asked.Line);
        Assert.Equal("application/json", asked.Headers["Content-Type"]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{asked.Headers["webhook-id"]}.{asked.Headers["webhook-timestamp"]}."), .. asked.Body];
        var expected = HMACSHA256.HashData(Convert.FromBase64String(Hook.Secret["whsec_".Length..]), signed);
        Assert.Equal("v1," + Convert.ToBase64String(expected), asked.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(Tlp.Clear, true)]
    [InlineData(Tlp.Green, true)]
    [InlineData(Tlp.Amber, false)]
    [InlineData(Tlp.AmberStrict, false)]
    [InlineData(Tlp.Red, false)]
    public async Task Above_green_only_label_number_and_link_leave(Tlp tlp, bool withText)
    {
        await using var endpoint = Endpoint.Answering(200);

        await Hook.SendAsync(Hook.Order(endpoint.Url, tlp));

        using var body = JsonDocument.Parse(Assert.Single(endpoint.Requests).Body);
        var data = body.RootElement.GetProperty("data");
        Assert.Equal("notification.issued", body.RootElement.GetProperty("type").GetString());
        Assert.True(body.RootElement.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        Assert.Equal("[TLP:GREEN] [CERT#2026-000123] Infected system", data.GetProperty("subject").GetString());
        Assert.Equal("https://cert.example/a/abc", data.GetProperty("link").GetString());
        Assert.Equal(tlp.Label()["TLP:".Length..], data.GetProperty("tlp").GetString()!.ToUpperInvariant());
        Assert.Equal(withText, data.TryGetProperty("text", out var text) && text.GetString() == "Ελληνικά\nSecond line");
    }

    [Fact]
    public async Task Every_attempt_has_the_same_id_and_its_own_time()
    {
        await using var endpoint = Endpoint.Answering(503);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        using var sender = Hook.Sender(clock: clock);

        await sender.SendAsync(Hook.Order(endpoint.Url), Hook.Patience);
        clock.Advance(TimeSpan.FromMinutes(5));
        await sender.SendAsync(Hook.Order(endpoint.Url) with { Attempt = 2 }, Hook.Patience);

        Assert.Equal(["n42-2", "n42-2"], endpoint.Requests.Select(asked => asked.Headers["webhook-id"]));
        Assert.Equal(["1767312000", "1767312300"], endpoint.Requests.Select(asked => asked.Headers["webhook-timestamp"]));
        Assert.Equal(2, endpoint.Requests.Select(asked => asked.Headers["webhook-signature"]).Distinct().Count());
    }

    [Fact]
    public async Task An_id_has_no_dot_and_is_shared_by_no_other_delivery()
    {
        await using var endpoint = Endpoint.Answering(200);

        foreach (var notification in (string[])["a.b", "a_b", "a-b", "a@b", "ab"])
        {
            await Hook.SendAsync(Hook.Order(endpoint.Url, notification: notification));
        }

        var ids = endpoint.Requests.Select(asked => asked.Headers["webhook-id"]).ToList();
        Assert.All(ids, id => Assert.DoesNotContain('.', id));
        Assert.Equal(5, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_host_has_its_own_secret_and_two_of_them_while_they_change()
    {
        await using var endpoint = Endpoint.Answering(200);
        var other = "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray());

        await Hook.SendAsync(Hook.Order(endpoint.Url), options =>
        {
            options.DefaultSecret = null;
            options.Secrets["127.0.0.1"] = $"{other} {Hook.Secret}";
        });

        Assert.Equal(2, Assert.Single(endpoint.Requests).Headers["webhook-signature"].Split(' ').Length);
    }

    [Fact]
    public async Task The_longest_message_stays_below_20_kilobytes()
    {
        await using var endpoint = Endpoint.Answering(200);
        var order = Hook.Order(endpoint.Url) with { Text = new MessageText(string.Concat(Enumerable.Repeat("🔒", 1000)), string.Concat(Enumerable.Repeat("🔒", 50_000))) };

        Assert.Equal(SendResult.Ok, await Hook.SendAsync(order));

        Assert.InRange(Assert.Single(endpoint.Requests).Body.Length, 10_000, 20_000);
    }
}
