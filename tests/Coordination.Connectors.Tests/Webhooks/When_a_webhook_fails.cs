using System.Net;
using System.Net.Security;
using System.Text;
using Coordination.Connectors.Tests.Mail;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Connectors.Tests.Webhooks;

public sealed class When_a_webhook_fails
{
    [Theory]
    [InlineData(200, true, false)]
    [InlineData(202, true, false)]
    [InlineData(400, false, false)]
    [InlineData(404, false, false)]
    [InlineData(410, false, true)]
    [InlineData(429, false, false)]
    [InlineData(500, false, false)]
    public async Task The_status_decides(int status, bool sent, bool permanent)
    {
        await using var endpoint = Endpoint.Answering(status, body: "words that do not matter");

        var result = await Hook.SendAsync(Hook.Order(endpoint.Url));

        Assert.Equal((sent, permanent), (result.Sent, result.Permanent));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_not_followed(int status)
    {
        await using var target = Endpoint.Answering(200);
        await using var endpoint = Endpoint.Answering(status, $"Location: {target.Url}\r\n");

        var result = await Hook.SendAsync(Hook.Order(endpoint.Url));

        Assert.False(result.Sent);
        Assert.Contains("redirect", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, target.Connections);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        long written = 0;
        await using var endpoint = Endpoint.Doing(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 Fine\r\nContent-Length: 100000000000\r\n\r\n"), cancellationToken);
            var block = new byte[16 * 1024];
            while (true)
            {
                await stream.WriteAsync(block, cancellationToken);
                Interlocked.Add(ref written, block.Length);
            }
        });

        Assert.Equal(SendResult.Ok, await Hook.SendAsync(Hook.Order(endpoint.Url)));
        // What lies in the buffers of both ends, and no more.
        Assert.InRange(Interlocked.Read(ref written), 0, 20_000_000);
    }

    [Fact]
    public async Task A_dripping_answer_does_not_make_a_taken_message_a_failure()
    {
        var clock = new PauseClock(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(15));
        var dripping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var endpoint = Endpoint.Doing(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 Fine\r\nContent-Length: 10\r\n\r\nx"), cancellationToken);
            dripping.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        using var sender = Hook.Sender(clock: clock);

        var sending = sender.SendAsync(Hook.Order(endpoint.Url), Hook.Patience);
        await dripping.Task.WaitAsync(Hook.Patience);
        // It waits for the rest once it has read that the message was taken.
        var patience = Hook.Patience;
        while (!clock.HasPauses && !sending.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience);
        }

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(SendResult.Ok, await sending.WaitAsync(Hook.Patience));
    }

    [Fact]
    public async Task A_silent_endpoint_costs_the_time_limit_and_no_more()
    {
        var clock = new FakeTimeProvider();
        await using var endpoint = Endpoint.Doing((_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        using var sender = Hook.Sender(clock: clock);

        var sending = sender.SendAsync(Hook.Order(endpoint.Url), Hook.Patience);
        await endpoint.Asked.WaitAsync(Hook.Patience);
        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        var result = await sending.WaitAsync(Hook.Patience);

        Assert.True(result is { Sent: false, Permanent: false });
        Assert.Contains("within 15 s", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_stops_does_not_wait_for_an_endpoint()
    {
        await using var endpoint = Endpoint.Doing((_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        using var sender = Hook.Sender();
        using var stop = new CancellationTokenSource();

        var sending = sender.SendAsync(Hook.Order(endpoint.Url), stop.Token);
        await endpoint.Asked.WaitAsync(Hook.Patience);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not http at all\r\n\r\n")]
    [InlineData("HTTP/1.1 200")]
    public async Task A_broken_answer_is_a_failure_that_may_pass(string answer)
    {
        await using var endpoint = Endpoint.Doing(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
            stream.Close();
            throw new IOException("Closed by the test.");
        });

        Assert.True(await Hook.SendAsync(Hook.Order(endpoint.Url)) is { Sent: false, Permanent: false });
    }

    [Fact]
    public async Task Headers_without_end_are_a_failure()
    {
        await using var endpoint = Endpoint.Answering(200, $"X: {new string('x', 100_000)}\r\n");

        Assert.False((await Hook.SendAsync(Hook.Order(endpoint.Url))).Sent);
    }

    [Fact]
    public async Task A_name_without_address_is_a_failure_that_may_pass()
    {
        var result = await Hook.SendAsync(Hook.Order("https://nowhere.example/"), null, (_, _) => Task.FromResult<IPAddress[]>([]));

        Assert.True(result is { Sent: false, Permanent: false });
        Assert.Contains("no address", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_nothing()
    {
        using var certificate = TestCertificate.Make();
        var read = 0;
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Hook.Patience);
            await using var stream = new SslStream(client.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(certificate);
                read = await stream.ReadAsync(new byte[1], Hook.Patience);
            }
            catch (Exception left) when (left is IOException or System.Security.Authentication.AuthenticationException)
            {
                // That is what is hoped for.
            }
        });

        var result = await Hook.SendAsync(Hook.Order($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        await serving;
        listener.Stop();

        Assert.False(result.Sent);
        Assert.Contains("TLS", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, read);
    }
}
