using Coordination.Host.Access;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Tests.Access;

public sealed class RelyingPartyTests
{
    [Theory]
    [InlineData("https://desk.cert.example", "desk.cert.example", "https://desk.cert.example")]
    [InlineData("https://desk.cert.example:8443/", "desk.cert.example", "https://desk.cert.example:8443")]
    [InlineData("https://DESK.cert.example:443", "desk.cert.example", "https://desk.cert.example")]
    [InlineData("http://localhost:5080", "localhost", "http://localhost:5080")]
    [InlineData("http://127.0.0.1:5080", "localhost", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "localhost", "http://localhost:5080")]
    public void Passkeys_are_made_for_the_name_and_asked_for_by_the_origin_of_the_public_address(string address, string domain, string origin)
    {
        var party = Of(address);

        Assert.Null(party.Refusal);
        Assert.Equal((domain, origin), (party.Domain, party.Origin));
    }

    [Theory]
    [InlineData("http://desk.cert.example")]
    [InlineData("https://192.0.2.7")]
    [InlineData("https://[2001:db8::7]:8443")]
    public void Without_a_name_or_without_TLS_there_are_none_and_that_is_said(string address)
        => Assert.Equal("passkey.address-needed", Of(address).Refusal?.Code);

    private static RelyingParty Of(string address)
        => new(new PublicAddress(Options.Create(new CoordinationOptions { PublicAddress = address }), new ConfigurationBuilder().Build(), new NoServer()));

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public void Dispose()
        {
        }

        public Task StartAsync<TContext>(Microsoft.AspNetCore.Hosting.Server.IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
