using System.Text;
using Coordination.Domain.Notification;

namespace Coordination.Connectors.Tests.Mail;

public sealed class What_a_mail_looks_like
{
    [Fact]
    public async Task A_mail_carries_text_link_and_who_it_is_from()
    {
        await using var post = Post.Open();

        Assert.Equal(SendResult.Ok, await post.SendAsync(Post.Order()));

        var mail = Assert.Single(post.Listener.Messages);
        Assert.Equal(("cert@agency.example", "duty@institute.example"), (mail.From, Assert.Single(mail.To)));
        Assert.Equal("\"CERT Agency\" <cert@agency.example>", mail.Message.From.ToString());
        Assert.Equal("[TLP:GREEN] [CERT#2026-000123] Infected system", mail.Message.Subject);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
        Assert.Contains(mail.Message.TextBody!.ReplaceLineEndings("\n").Split('\n'), line => line == Post.Order().AcknowledgeLink);
        Assert.StartsWith("First line\nSecond line\n", mail.Message.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("X-TLP", mail.Message.Headers.Select(header => header.Field));
    }

    [Fact]
    public async Task A_link_stands_unbroken_on_the_wire_even_beside_other_alphabets()
    {
        await using var post = Post.Open();
        var order = Post.Order() with { Text = new MessageText("Ελληνικά 🔒", "日本語\n.\n..dots at the beginning of lines\n"), RecipientName = "Zoë, \"the\" officer" };

        Assert.Equal(SendResult.Ok, await post.SendAsync(order));

        var mail = Assert.Single(post.Listener.Messages);
        Assert.Equal("Ελληνικά 🔒", mail.Message.Subject);
        Assert.StartsWith("日本語\n.\n..dots at the beginning of lines\n", mail.Message.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(order.AcknowledgeLink!, mail.Message.TextBody!.ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal(order.RecipientName, mail.Message.To.Mailboxes.Single().Name);
    }

    [Fact]
    public async Task Without_a_link_none_is_mentioned()
    {
        await using var post = Post.Open();

        await post.SendAsync(Post.Order() with { AcknowledgeLink = null });

        Assert.DoesNotContain("acknowledge", Assert.Single(post.Listener.Messages).Message.TextBody, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_attempt_of_a_delivery_has_the_same_id_and_every_delivery_its_own()
    {
        await using var post = Post.Open();

        await post.SendAsync(Post.Order(attempt: 1));
        await post.SendAsync(Post.Order(attempt: 2));
        await post.SendAsync(Post.Order(delivery: 2));

        var ids = post.Listener.Messages.Select(mail => mail.Message.MessageId).ToList();
        Assert.Equal(["n42.1@mail.agency.example", "n42.1@mail.agency.example", "n42.2@mail.agency.example"], ids);
    }

    [Fact]
    public async Task Messages_about_one_thing_are_one_thread_and_others_are_not()
    {
        await using var post = Post.Open();

        await post.SendAsync(Post.Order());
        await post.SendAsync(Post.Order(delivery: 2));
        await post.SendAsync(Post.Order(delivery: 3) with { Thread = "incident/43" });

        var roots = post.Listener.Messages.Select(mail => Assert.Single(mail.Message.References)).ToList();
        Assert.Equal(roots, post.Listener.Messages.Select(mail => mail.Message.InReplyTo));
        Assert.Equal(roots[0], roots[1]);
        Assert.NotEqual(roots[0], roots[2]);
    }

    [Fact]
    public async Task No_text_can_begin_a_header()
    {
        await using var post = Post.Open();
        const string Evil = "x\r\nBcc: all@institute.example\r\n\r\nbody\u2028y\0z";
        var order = Post.Order() with
        {
            Text = new MessageText(Evil, "fine"),
            RecipientName = Evil,
            AcknowledgeLink = "https://cert.example/\r\nBcc: b@institute.example",
            Thread = Evil,
        };

        Assert.Equal(SendResult.Ok, await post.SendAsync(order, options => options.FromName = Evil));

        var mail = Assert.Single(post.Listener.Messages);
        Assert.DoesNotContain("Bcc", mail.Message.Headers.Select(header => header.Field));
        Assert.Equal(["duty@institute.example"], mail.To);
        Assert.DoesNotContain("\nBcc:", Encoding.UTF8.GetString(mail.Raw.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duty@institute.example\r\nRCPT TO:<all@institute.example>")]
    [InlineData("duty@institute.example>\r\nDATA")]
    [InlineData("\"a\r\nb\"@institute.example")]
    [InlineData("a@institute.example, b@institute.example")]
    [InlineData("Duty <duty@institute.example>")]
    [InlineData("mailto:duty@institute.example")]
    [InlineData("duty[at]institute.example")]
    [InlineData("duty")]
    [InlineData("")]
    public async Task What_is_no_single_address_is_refused_for_good(string address)
    {
        await using var post = Post.Open();

        var result = await post.SendAsync(Post.Order(address));

        Assert.True(result is { Sent: false, Permanent: true });
        Assert.Empty(post.Listener.Messages);
    }
}
