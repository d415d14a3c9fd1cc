using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace Coordination.Host.Cluster;

/// <summary>TLS on every connection between the processes of a cluster, and to its gateways. Both sides show a certificate; who shows none, or another's, is not let in.</summary>
internal sealed class SiloTls(SiloIdentity identity, ILogger<SiloTls> log)
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Who says nothing for so long does not want to talk.</summary>
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(5);

    /// <summary>Puts it on the connections of a silo.</summary>
    public static void Use(ISiloBuilder silo, ClusterTlsOptions files, IPAddress address)
    {
        silo.Services.AddSingleton(all => new SiloIdentity(files, address, all.GetRequiredService<ILogger<SiloIdentity>>()));
        silo.Services.AddSingleton<SiloTls>();
        silo.Configure<SiloConnectionOptions>(static options =>
        {
            options.ConfigureSiloInboundConnection(static connection => connection.Use(Of(connection).AsServer));
            options.ConfigureSiloOutboundConnection(static connection => connection.Use(Of(connection).AsClient));
            options.ConfigureGatewayInboundConnection(static connection => connection.Use(Of(connection).AsServer));
        });
    }

    /// <summary>Puts it on the connections of a client to the gateways.</summary>
    public static void Use(IClientBuilder client, ClusterTlsOptions files, IPAddress address)
    {
        client.Services.AddSingleton(all => new SiloIdentity(files, address, all.GetRequiredService<ILogger<SiloIdentity>>()));
        client.Services.AddSingleton<SiloTls>();
        client.Configure<ClientConnectionOptions>(static options => options.ConfigureConnection(static connection => connection.Use(Of(connection).AsClient)));
    }

    private static SiloTls Of(IConnectionBuilder connection) => connection.ApplicationServices.GetRequiredService<SiloTls>();

    internal ConnectionDelegate AsServer(ConnectionDelegate next) => context => RunAsync(context, "from", next, static (stream, own, check, cancellationToken) => stream.AuthenticateAsServerAsync(
        new SslServerAuthenticationOptions
        {
            ServerCertificateContext = own.Shown,
            ClientCertificateRequired = true,
            CertificateChainPolicy = own.OfClients,
            RemoteCertificateValidationCallback = check,
            EnabledSslProtocols = Protocols,
            // A session that is taken up again would not look at a certificate that has expired or been changed since.
            AllowTlsResume = false,
            AllowRenegotiation = false,
        },
        cancellationToken));

    internal ConnectionDelegate AsClient(ConnectionDelegate next) => context => RunAsync(context, "to", next, static (stream, own, check, cancellationToken) => stream.AuthenticateAsClientAsync(
        new SslClientAuthenticationOptions
        {
            TargetHost = SiloCertificates.Name,
            ClientCertificateContext = own.Shown,
            CertificateChainPolicy = own.OfServers,
            RemoteCertificateValidationCallback = check,
            EnabledSslProtocols = Protocols,
            AllowTlsResume = false,
            AllowRenegotiation = false,
        },
        cancellationToken));

    private async Task RunAsync(
        ConnectionContext context, string direction, ConnectionDelegate next,
        Func<SslStream, SiloCertificates, RemoteCertificateValidationCallback, CancellationToken, Task> authenticate)
    {
        var plain = context.Transport;
        await using var stream = new SslStream(new PipeStream(plain), leaveInnerStreamOpen: false);
        var peer = context.RemoteEndPoint is IPEndPoint address ? address.Address : IPAddress.None;
        string? refusal = null;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionClosed);
            patience.CancelAfter(Handshake);
            await authenticate(stream, identity.Current(), (_, certificate, chain, errors) => (refusal = Refusal(certificate, chain, errors, peer)) is null, patience.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            var why = refusal ?? (failure is OperationCanceledException ? "it began no TLS within five seconds, or hung up." : $"{failure.Message} {failure.InnerException?.Message}");
            SiloTlsLog.Refused(log, direction, context.RemoteEndPoint, why);
            throw new ConnectionAbortedException($"TLS {direction} {context.RemoteEndPoint} failed: {why}");
        }

        context.Transport = new StreamPipes(stream);
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = plain;
        }
    }

    /// <summary>Why a certificate is not believed; null: it is. The chain was built by the policy of this cluster, against its authority alone.</summary>
    private static string? Refusal(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, IPAddress peer)
    {
        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "it shows no certificate.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return $"its certificate, {shown.Subject}, is not believed ({string.Join(", ", chain?.ChainStatus.Select(status => status.Status).Distinct() ?? [])}).";
        }

        return SiloCertificates.Names(shown, peer) ? null : $"its certificate, {shown.Subject}, names neither {SiloCertificates.Name} nor {peer}.";
    }
}
