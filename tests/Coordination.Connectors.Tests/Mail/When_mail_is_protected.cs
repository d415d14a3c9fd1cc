using System.Security.Cryptography;
using Coordination.Connectors.Mail;
using Coordination.Domain.Notification;

namespace Coordination.Connectors.Tests.Mail;

public sealed class When_mail_is_protected
{
    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task Name_and_password_go_over_tls_to_a_certificate_that_is_trusted(MailSecurity security)
    {
        using var certificate = TestCertificate.Make();
        await using var post = Post.Open(options =>
        {
            (options.Certificate, options.TlsFromTheStart) = (certificate, security == MailSecurity.Tls);
            (options.User, options.Password) = ("cert", "geheim-ö");
        });

        var result = await post.SendAsync(Post.Order(), options =>
        {
            (options.Security, options.User, options.Password) = (security, "cert", "geheim-ö");
            options.CertificateSha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        });

        Assert.Equal(SendResult.Ok, result);
        var mail = Assert.Single(post.Listener.Messages);
        Assert.Equal((true, "cert"), (mail.Encrypted, mail.User));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_nothing()
    {
        using var certificate = TestCertificate.Make();
        await using var post = Post.Open(options => options.Certificate = certificate);

        var result = await post.SendAsync(Post.Order(), options => options.Security = MailSecurity.StartTls);

        Assert.True(result is { Sent: false, Permanent: false });
        Assert.Contains("TLS", result.Error, StringComparison.Ordinal);
        Assert.Empty(post.Listener.Messages);
    }

    [Fact]
    public async Task A_server_without_tls_gets_nothing_when_tls_is_wanted()
    {
        await using var post = Post.Open();

        Assert.False((await post.SendAsync(Post.Order(), options => options.Security = MailSecurity.StartTls)).Sent);
        Assert.Empty(post.Listener.Messages);
    }

    [Fact]
    public async Task A_wrong_password_is_reported_without_repeating_it()
    {
        await using var post = Post.Open(options => (options.User, options.Password) = ("cert", "right"));

        var result = await post.SendAsync(Post.Order(), options => (options.User, options.Password) = ("cert", "wr0ng-secret"));

        Assert.True(result is { Sent: false, Permanent: false });
        Assert.DoesNotContain("wr0ng-secret", result.Error, StringComparison.Ordinal);
    }
}
