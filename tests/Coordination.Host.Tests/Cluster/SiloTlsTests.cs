using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Coordination.Host.Cluster;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Host.Tests.Cluster;

/// <summary>One connection over real TCP: on one side the product's, on the other whatever knocks.</summary>
public sealed class SiloTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new("Another authority");

    public static TheoryData<string> Bad => ["other authority", "expired", "not yet valid", "none", "web server", "wrong role"];

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Two_who_show_certificates_of_the_authority_talk()
    {
        await using var wire = await Wire.OpenAsync();
        var tls = Tls(_authority.Issue());

        var (inside, outside) = (tls.AsServer(EchoAsync)(wire.Ours), Tls(_authority.Issue(dns: null, ip: IPAddress.Loopback)).AsClient(AskAsync)(wire.Theirs));
        await outside;
        wire.Theirs.Abort();
        await Assert.ThrowsAnyAsync<IOException>(() => inside);
    }

    [Theory, MemberData(nameof(Bad))]
    public async Task Who_knocks_with_a_bad_certificate_is_not_let_in(string bad)
    {
        await using var wire = await Wire.OpenAsync();
        // Made first: the seconds for the handshake are not for making it.
        var shown = Certificate(bad);
        var inside = Tls(_authority.Issue()).AsServer(NobodyAsync)(wire.Ours);

        await using var stream = new SslStream(wire.TheirStream);
        var outside = KnockAsync(stream, shown);

        var refused = await Assert.ThrowsAsync<ConnectionAbortedException>(() => inside);
        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
        // As the silo does with a connection whose handling has failed.
        wire.Ours.Abort();
        await outside;
    }

    [Theory, MemberData(nameof(Bad))]
    public async Task Who_answers_with_a_bad_certificate_is_not_believed(string bad)
    {
        await using var wire = await Wire.OpenAsync();
        var shown = Certificate(bad);
        var inside = Tls(_authority.Issue()).AsClient(NobodyAsync)(wire.Ours);

        await using var stream = new SslStream(wire.TheirStream);
        var outside = AnswerAsync(stream, shown);

        await Assert.ThrowsAsync<ConnectionAbortedException>(() => inside);
        wire.Ours.Abort();
        await outside;
    }

    [Fact]
    public async Task Plain_text_is_not_let_in()
    {
        await using var wire = await Wire.OpenAsync();
        var inside = Tls(_authority.Issue()).AsServer(NobodyAsync)(wire.Ours);

        await wire.TheirStream.WriteAsync(new byte[64]);

        await Assert.ThrowsAsync<ConnectionAbortedException>(() => inside);
    }

    [Fact]
    public async Task Who_says_nothing_is_shown_the_door()
    {
        await using var wire = await Wire.OpenAsync();

        var refused = await Assert.ThrowsAsync<ConnectionAbortedException>(() => Tls(_authority.Issue()).AsServer(NobodyAsync)(wire.Ours));

        Assert.Contains("five seconds", refused.Message, StringComparison.Ordinal);
    }

    private static SiloTls Tls(ClusterTlsOptions files) => new(new(files, IPAddress.Loopback, NullLogger<SiloIdentity>.Instance), NullLogger<SiloTls>.Instance);

    private X509Certificate2? Certificate(string which) => which switch
    {
        "other authority" => TestAuthority.Load(_other.Issue()),
        "expired" => TestAuthority.Load(_authority.Issue(validFromDays: -20, validToDays: -1)),
        "not yet valid" => TestAuthority.Load(_authority.Issue(validFromDays: 1, validToDays: 20)),
        "none" => null,
        "web server" => TestAuthority.Load(_authority.Issue(dns: "web.cert.example", ip: IPAddress.Parse("192.0.2.8"))),
        // For neither of the two roles.
        _ => TestAuthority.Load(_authority.Issue(servers: false, clients: false)),
    };

    private async Task KnockAsync(SslStream stream, X509Certificate2? shown)
    {
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = SiloCertificates.Name,
                ClientCertificates = shown is null ? null : [shown],
                CertificateChainPolicy = _authority.Trust(),
            });
            // With TLS 1.3 one learns only afterwards that one was refused.
            _ = await stream.ReadAsync(new byte[1]);
        }
        catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
        {
            // As it should be.
        }
    }

    private async Task AnswerAsync(SslStream stream, X509Certificate2? shown)
    {
        try
        {
            // A server without a certificate cannot even begin; it hangs up.
            if (shown is not null)
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = shown, ClientCertificateRequired = true, CertificateChainPolicy = _authority.Trust() });
                _ = await stream.ReadAsync(new byte[1]);
            }
        }
        catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
        {
            // As it should be.
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    /// <summary>Gives back what comes, until nothing comes any more.</summary>
    private static async Task EchoAsync(ConnectionContext context)
    {
        while (true)
        {
            var read = await context.Transport.Input.ReadAsync();
            if (read.Buffer.IsEmpty && read.IsCompleted)
            {
                return;
            }

            foreach (var part in read.Buffer)
            {
                await context.Transport.Output.WriteAsync(part);
            }

            context.Transport.Input.AdvanceTo(read.Buffer.End);
        }
    }

    /// <summary>Sends more than any buffer holds, and reads it all back.</summary>
    private static async Task AskAsync(ConnectionContext context)
    {
        var sent = new byte[1_000_000];
        new Random(7).NextBytes(sent);
        var writing = context.Transport.Output.WriteAsync(sent).AsTask();
        var received = new MemoryStream();
        while (received.Length < sent.Length)
        {
            var read = await context.Transport.Input.ReadAsync();
            Assert.False(read.Buffer.IsEmpty && read.IsCompleted, $"It ended after {received.Length} bytes.");
            foreach (var part in read.Buffer)
            {
                received.Write(part.Span);
            }

            context.Transport.Input.AdvanceTo(read.Buffer.End);
        }

        await writing;
        Assert.Equal(sent, received.ToArray());
    }

    private static Task NobodyAsync(ConnectionContext context) => throw new InvalidOperationException("It was let in.");

    /// <summary>The two ends of a TCP connection on loopback: ours as the server has it, theirs as it comes.</summary>
    private sealed class Wire : IAsyncDisposable
    {
        private static readonly SocketConnectionContextFactory Factory = new(new(), NullLogger.Instance);
        private readonly Socket _theirs;
        private ConnectionContext? _theirContext;

        private Wire(ConnectionContext ours, Socket theirs) => (Ours, _theirs, TheirStream) = (ours, theirs, new(theirs, ownsSocket: false));

        public ConnectionContext Ours { get; }

        public ConnectionContext Theirs => _theirContext ??= Factory.Create(_theirs);

        public NetworkStream TheirStream { get; }

        public static async Task<Wire> OpenAsync()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var theirs = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await theirs.ConnectAsync(listener.LocalEndpoint);
            return new(Factory.Create(await listener.AcceptSocketAsync()), theirs);
        }

        public async ValueTask DisposeAsync()
        {
            await Ours.DisposeAsync();
            await TheirStream.DisposeAsync();
            _theirs.Dispose();
        }
    }
}
