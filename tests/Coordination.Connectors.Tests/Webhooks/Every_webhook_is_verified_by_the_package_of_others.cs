using System.Text;
using System.Text.Json;
using Coordination.Connectors.Webhooks;
using Coordination.Contracts;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Tests.Webhooks;

/// <summary>What is posted is verified by the package <c>standardwebhooks</c>, as a receiver would.</summary>
public sealed class Every_webhook_is_verified_by_the_package_of_others
{
    private static readonly NpmValidator Npm = new(Path.Combine("Webhooks", "validator"));

    [Fact]
    public async Task Events_and_notifications_verify_by_each_secret_that_is_good_and_by_no_other()
    {
        await using var endpoint = Endpoint.Answering(204);
        using var post = new WebhookPost(Options.Create(new WebhookOptions { AllowHttp = true, AllowPrivateNetworks = true }), TimeProvider.System, NullLogger<WebhookPost>.Instance);
        var (old, secret) = (WebhookPost.NewSecret(), WebhookPost.NewSecret());
        foreach (var (body, number) in new[] { "{}", """{"specversion":"1.0","data":{"title":"Ελληνικά 🔒"}}""", $"\"{new string('x', 19_000)}\"" }.Select((body, number) => (body, number)))
        {
            Assert.Equal(new Posted(true, 204), await post.PostAsync(endpoint.Url, $"msg_{number}", _ => Encoding.UTF8.GetBytes(body), "application/cloudevents+json", $"{secret} {old}", false, Hook.Patience));
        }

        Assert.Equal(SendResult.Ok, await Hook.SendAsync(Hook.Order(endpoint.Url)));

        var asked = endpoint.Requests.ToArray();
        Assert.All(asked[..3], one => Assert.Equal("application/cloudevents+json", one.Headers["Content-Type"]));
        var (failures, last) = await Npm.CheckAsync([.. asked[..3].SelectMany(one => new[] { Received(one, secret), Received(one, old) }), Received(asked[3], Hook.Secret)]);
        Assert.Empty(failures);
        Assert.Equal("7 webhooks", last);
        Assert.Single((await Npm.CheckAsync([Received(asked[0], WebhookPost.NewSecret())])).Failures);
    }

    [Theory]
    [InlineData(410, true, true)]
    [InlineData(500, false, false)]
    [InlineData(404, false, false)]
    public async Task What_the_receiver_answers_is_told_with_its_number(int status, bool permanent, bool gone)
    {
        await using var endpoint = Endpoint.Answering(status);
        using var post = new WebhookPost(Options.Create(new WebhookOptions { AllowHttp = true, AllowPrivateNetworks = true }), TimeProvider.System, NullLogger<WebhookPost>.Instance);

        var posted = await post.PostAsync(endpoint.Url, "msg_1", _ => "{}"u8.ToArray(), "application/json", Hook.Secret, false, Hook.Patience);

        Assert.Equal((false, status, permanent, gone), (posted.Arrived, posted.Status!.Value, posted.Permanent, posted.Gone));
    }

    private static byte[] Received(Asked asked, string secret) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Secret = secret,
            Headers = asked.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal),
            Body = Encoding.UTF8.GetString(asked.Body),
        },
        Wire.Json);
}
