using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Under which address others reach this server: as configured, or the first that it listens on.</summary>
internal sealed class PublicAddress(IOptions<CoordinationOptions> options, IConfiguration configuration, IServer server)
{
    /// <summary>Without a slash at its end.</summary>
    public string Value => options.Value.PublicAddress is { Length: > 0 } set ? set.TrimEnd('/') : Reachable(Listening);

    public bool IsHttps => options.Value.PublicAddress.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first address as the server knows it, or before it listens as it was told.</summary>
    private string Listening => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? configuration[WebHostDefaults.ServerUrlsKey]?.Split(';')[0]
        ?? throw new InvalidOperationException("The server does not listen yet, so its address is not known. Set Coordination:PublicAddress.");

    /// <summary>An address that can be opened: "all interfaces" cannot.</summary>
    private static string Reachable(string address)
    {
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" or "::" ? "127.0.0.1" : binding.Host;
        return $"{binding.Scheme}://{host}:{binding.Port}";
    }
}
