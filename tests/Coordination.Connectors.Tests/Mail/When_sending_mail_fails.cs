using System.Net;
using System.Net.Sockets;
using Coordination.Connectors.Mail;
using Coordination.Domain.Notification;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Connectors.Tests.Mail;

public sealed class When_sending_mail_fails
{
    [Theory]
    [InlineData(SmtpStep.Recipient, 550, true)]
    [InlineData(SmtpStep.Recipient, 450, false)]
    [InlineData(SmtpStep.Sender, 550, false)]
    [InlineData(SmtpStep.Data, 451, false)]
    [InlineData(SmtpStep.Content, 451, false)]
    [InlineData(SmtpStep.Content, 554, false)]
    public async Task Only_a_recipient_refused_for_good_is_permanent(SmtpStep step, int code, bool permanent)
    {
        await using var post = Post.Open();
        post.Listener.Script = (at, _) => at == step ? new SmtpReaction.Reply(code, "5.1.1 because of the test") : null;

        var result = await post.SendAsync(Post.Order());

        Assert.Equal((false, permanent), (result.Sent, result.Permanent));
        Assert.Contains("because of the test", result.Error, StringComparison.Ordinal);
        Assert.Empty(post.Listener.Messages);
    }

    [Fact]
    public async Task A_cut_after_the_content_is_unknown_and_the_next_attempt_has_the_same_id()
    {
        await using var post = Post.Open();
        post.Listener.Script = (at, _) => at == SmtpStep.Content ? new SmtpReaction.TakeAndCut() : null;

        var result = await post.SendAsync(Post.Order(attempt: 1));
        post.Listener.Script = null;
        var again = await post.SendAsync(Post.Order(attempt: 2));

        Assert.True(result is { Sent: false, Permanent: false });
        Assert.Contains("not known", result.Error, StringComparison.Ordinal);
        Assert.Equal(SendResult.Ok, again);
        Assert.Single(post.Listener.Messages.Select(mail => mail.Message.MessageId).Distinct());
    }

    [Theory]
    [InlineData(SmtpStep.Banner)]
    [InlineData(SmtpStep.Sender)]
    [InlineData(SmtpStep.Data)]
    public async Task A_cut_is_a_failure_that_may_pass(SmtpStep step)
    {
        await using var post = Post.Open();
        post.Listener.Script = (at, _) => at == step ? new SmtpReaction.Cut() : null;

        Assert.True(await post.SendAsync(Post.Order()) is { Sent: false, Permanent: false });
    }

    [Fact]
    public async Task A_silent_server_costs_the_time_limit_and_no_more()
    {
        await using var post = Post.Open();
        var clock = new FakeTimeProvider();
        var silent = new TaskCompletionSource();
        post.Listener.Script = (_, _) =>
        {
            silent.TrySetResult();
            return new SmtpReaction.Silence();
        };

        var sending = post.SendAsync(Post.Order(), options => options.TimeoutSeconds = 30, clock);
        await silent.Task.WaitAsync(Post.Patience);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        var result = await sending.WaitAsync(Post.Patience);

        Assert.True(result is { Sent: false, Permanent: false });
        Assert.Contains("within 30 s", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_does_not_keep_a_process_from_stopping()
    {
        await using var post = Post.Open();
        using var stop = new CancellationTokenSource();
        post.Listener.Script = (_, _) =>
        {
            stop.Cancel();
            return new SmtpReaction.Silence();
        };
        using var sender = new MailSender(Options.Create(post.Options()), TimeProvider.System, NullLogger<MailSender>.Instance);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(Post.Order(), stop.Token));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_that_may_pass()
    {
        await using var post = Post.Open();
        var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        Assert.True(await post.SendAsync(Post.Order(), options => options.Port = port) is { Sent: false, Permanent: false });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failing_to_say_goodbye_does_not_unsend_a_message(bool silent)
    {
        await using var post = Post.Open();
        var (goodbyes, quit) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        post.Listener.Script = (at, _) =>
        {
            if (at != SmtpStep.Quit)
            {
                return null;
            }

            goodbyes++;
            quit.TrySetResult();
            return silent ? new SmtpReaction.Silence() : new SmtpReaction.Cut();
        };

        var clock = new FakeTimeProvider();
        var sending = post.SendAsync(Post.Order(), clock: clock);
        await quit.Task.WaitAsync(Post.Patience);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(SendResult.Ok, await sending.WaitAsync(Post.Patience));
        Assert.Equal(1, goodbyes);
    }

    [Fact]
    public async Task No_more_connections_than_allowed_are_open_at_once()
    {
        await using var post = Post.Open();
        var (open, most) = (0, 0);
        post.Listener.Script = (at, _) =>
        {
            if (at == SmtpStep.Banner)
            {
                most = Math.Max(most, Interlocked.Increment(ref open));
            }

            if (at == SmtpStep.Content)
            {
                Interlocked.Decrement(ref open);
            }

            return null;
        };
        using var sender = new MailSender(Options.Create(post.Options(options => options.MaxConnections = 1)), TimeProvider.System, NullLogger<MailSender>.Instance);

        var results = await Task.WhenAll(Enumerable.Range(1, 10).Select(delivery => sender.SendAsync(Post.Order(delivery: delivery), Post.Patience)));

        Assert.All(results, result => Assert.True(result.Sent));
        Assert.Equal(1, most);
        Assert.Equal(10, post.Listener.Messages.Count);
    }

    [Theory]
    [InlineData("mail.agency.example", MailSecurity.None, "cert@agency.example", false)]
    [InlineData("mail.agency.example", MailSecurity.StartTls, "cert@agency.example", true)]
    [InlineData("localhost", MailSecurity.None, "cert@agency.example", true)]
    [InlineData("::1", MailSecurity.None, "cert@agency.example", true)]
    [InlineData("localhost", MailSecurity.None, "cert", false)]
    [InlineData("local\nhost", MailSecurity.Tls, "cert@agency.example", false)]
    public void Wrong_options_show_at_start(string host, MailSecurity security, string from, bool right)
    {
        var options = Options.Create(new MailOptions { Host = host, Security = security, From = from });

        var failure = Record.Exception(() => new MailSender(options, TimeProvider.System, NullLogger<MailSender>.Instance).Dispose());

        Assert.Equal(right, failure is null);
        Assert.True(right || failure is OptionsValidationException);
    }
}
