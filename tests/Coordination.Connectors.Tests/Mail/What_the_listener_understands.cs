using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Coordination.Connectors.Tests.Mail;

/// <summary>The listener against a client that is not MailKit, and against a hand on the keyboard.</summary>
public sealed class What_the_listener_understands
{
    [Fact]
    public async Task The_frameworks_own_client_can_send_to_it()
    {
        await using var post = Post.Open(options => (options.User, options.Password) = ("ann", "secret"));
        using var client = new System.Net.Mail.SmtpClient("127.0.0.1", post.Listener.Port) { Credentials = new System.Net.NetworkCredential("ann", "secret") };
        using var message = new System.Net.Mail.MailMessage("a@institute.example", "b@institute.example,c@institute.example", "Grüße", ".\r\n..\r\nÜber alles\r\n");

        await client.SendMailAsync(message, Post.Patience);
        var mail = await post.Listener.WaitForAsync(one => one.Message.Subject == "Grüße", Post.Patience);

        Assert.Equal(["b@institute.example", "c@institute.example"], mail.To);
        Assert.Equal(".\n..\nÜber alles", mail.Message.TextBody!.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task Waiting_finds_what_is_there_and_what_comes()
    {
        await using var post = Post.Open();
        var coming = post.Listener.WaitForAsync(mail => mail.To[0].StartsWith("second", StringComparison.Ordinal), Post.Patience);

        await post.SendAsync(Post.Order("first@institute.example"));
        Assert.False(coming.IsCompleted);
        await post.SendAsync(Post.Order("second@institute.example"));

        Assert.Equal(2, (await coming).Number);
        Assert.Equal(1, (await post.Listener.WaitForAsync(mail => mail.To[0].StartsWith("first", StringComparison.Ordinal), Post.Patience)).Number);
    }

    [Fact]
    public async Task Only_the_last_messages_are_kept()
    {
        await using var post = Post.Open(options => options.Keep = 3);

        for (var delivery = 1; delivery <= 5; delivery++)
        {
            await post.SendAsync(Post.Order(delivery: delivery));
        }

        Assert.Equal([3L, 4L, 5L], post.Listener.Messages.Select(mail => mail.Number));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.example>", "503")]
    [InlineData("EHLO x|RCPT TO:<a@b.example>", "503")]
    [InlineData("EHLO x|MAIL FROM:<a@b.example>|DATA", "503")]
    [InlineData("EHLO x|MAIL FROM:a@b.example", "501")]
    [InlineData("EHLO x|MAIL FROM:<a@b.example> SIZE=99999999999", "552")]
    [InlineData("EHLO x|MAIL FROM:<a@b.example>|MAIL FROM:<a@b.example>", "503")]
    [InlineData("EHLO x|MAIL FROM:<>|RCPT TO:<>", "501")]
    [InlineData("EHLO x|MAIL FROM:<>|RSET|RCPT TO:<a@b.example>", "503")]
    [InlineData("EHLO x|MAIL FROM:<>|RCPT TO:<a@b.example>", "250")]
    [InlineData("EHLO", "501")]
    [InlineData("VRFY a", "500")]
    [InlineData("STARTTLS", "500")]
    [InlineData("AUTH PLAIN AAAA", "500")]
    [InlineData("NOOP\nQUIT", "500")]
    [InlineData("HELO x|QUIT", "221")]
    public async Task Commands_out_of_order_are_refused(string commands, string code)
    {
        await using var post = Post.Open();
        await using var hand = await Hand.ConnectAsync(post.Listener.Port);

        var answer = "";
        foreach (var command in commands.Split('|'))
        {
            answer = await hand.SayAsync(command);
        }

        Assert.StartsWith(code, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_dot_between_bare_line_feeds_does_not_end_a_message()
    {
        await using var post = Post.Open();
        await using var hand = await Hand.ConnectAsync(post.Listener.Port);
        await hand.BeginContentAsync();

        var answer = await hand.SayAsync("Subject: one\r\n\r\nbody\n.\nMAIL FROM:<evil@b.example>\r\n.");

        Assert.StartsWith("250", answer, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<evil@b.example>", Encoding.ASCII.GetString(Assert.Single(post.Listener.Messages).Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sizes_are_bounded_and_the_client_hears_why()
    {
        await using var post = Post.Open(options => (options.MaxMessageBytes, options.MaxRecipients) = (1000, 1));
        await using var hand = await Hand.ConnectAsync(post.Listener.Port);
        Assert.StartsWith("500", await hand.SayAsync(new string('x', 5000)), StringComparison.Ordinal);
        await hand.SayAsync("EHLO x");
        await hand.SayAsync("MAIL FROM:<a@b.example>");
        await hand.SayAsync("RCPT TO:<a@b.example>");
        Assert.StartsWith("452", await hand.SayAsync("RCPT TO:<b@b.example>"), StringComparison.Ordinal);
        Assert.StartsWith("354", await hand.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("552", await hand.SayAsync(new string('x', 900) + "\r\n" + new string('y', 900) + "\r\n."), StringComparison.Ordinal);
        await hand.BeginContentAsync(greet: false);
        Assert.Null(await hand.TrySayAsync(new string('x', 5000) + "\r\n."));
        Assert.Empty(post.Listener.Messages);
    }

    [Fact]
    public async Task What_was_sent_ahead_of_tls_is_not_obeyed_after_it()
    {
        using var certificate = TestCertificate.Make();
        await using var post = Post.Open(options => options.Certificate = certificate);
        await using var hand = await Hand.ConnectAsync(post.Listener.Port);
        await hand.SayAsync("EHLO x");

        Assert.StartsWith("220", await hand.SayAsync("STARTTLS\r\nMAIL FROM:<evil@b.example>"), StringComparison.Ordinal);
        await hand.SecureAsync(certificate);

        Assert.StartsWith("503", await hand.SayAsync("RCPT TO:<a@b.example>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_closes_open_connections()
    {
        var post = Post.Open();
        await using var hand = await Hand.ConnectAsync(post.Listener.Port);

        await post.DisposeAsync();

        Assert.Null(await hand.TrySayAsync("NOOP"));
    }

    /// <summary>Types lines and reads answers.</summary>
    private sealed class Hand(TcpClient client, StreamReader first) : IAsyncDisposable
    {
        private Stream _stream = client.GetStream();
        private StreamReader _reader = first;

        public static async Task<Hand> ConnectAsync(int port)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, Post.Patience);
            var hand = new Hand(client, new StreamReader(client.GetStream(), leaveOpen: true));
            Assert.StartsWith("220", await hand._reader.ReadLineAsync(Post.Patience), StringComparison.Ordinal);
            return hand;
        }

        public async Task BeginContentAsync(bool greet = true)
        {
            if (greet)
            {
                await SayAsync("EHLO x");
            }

            await SayAsync("MAIL FROM:<a@b.example>");
            await SayAsync("RCPT TO:<a@b.example>");
            Assert.StartsWith("354", await SayAsync("DATA"), StringComparison.Ordinal);
        }

        public async Task SecureAsync(X509Certificate2 certificate)
        {
            var secured = new System.Net.Security.SslStream(_stream, false, (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString());
            await secured.AuthenticateAsClientAsync("localhost");
            _stream = secured;
            _reader = new StreamReader(secured, leaveOpen: true);
        }

        public async Task<string> SayAsync(string line) => await TrySayAsync(line) ?? throw new IOException("The listener has closed the connection.");

        public async Task<string?> TrySayAsync(string line)
        {
            try
            {
                await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), Post.Patience);
                var answer = await _reader.ReadLineAsync(Post.Patience);
                while (answer is { Length: > 3 } && answer[3] == '-')
                {
                    answer = await _reader.ReadLineAsync(Post.Patience);
                }

                return answer;
            }
            catch (IOException)
            {
                return null;
            }
        }

        public async ValueTask DisposeAsync()
        {
            _reader.Dispose();
            await _stream.DisposeAsync();
            client.Dispose();
        }
    }
}
