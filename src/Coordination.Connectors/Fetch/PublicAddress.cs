using System.Net;
using System.Net.Sockets;

namespace Coordination.Connectors.Fetch;

/// <summary>
/// Tells addresses of the public internet from all others. Whoever may enter an address must not be able to make this server
/// talk to what only this server can reach.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Private =
    [
        .. Networks("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"),
    ];

    private static readonly IPNetwork[] NeverPublic =
    [
        .. Networks(
            "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4"),
        // Of IPv6 only 2000::/3 is given out; of that, tunnels (whose other end can be anywhere) and documentation are not for us.
        .. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];

    // The metadata service of one cloud has a unique local address; opening private networks must not open it.
    private static readonly IPNetwork[] Metadata = [.. Networks("fd00:ec2::254/128", "100.100.100.200/32")];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether one may go there.</summary>
    public static bool Allows(IPAddress address, bool allowPrivate)
    {
        var meant = Meant(address);
        if (Private.Any(network => network.Contains(meant)))
        {
            return allowPrivate && !Metadata.Any(network => network.Contains(meant));
        }

        return !NeverPublic.Any(network => network.Contains(meant))
            && (meant.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(meant));
    }

    // An IPv4 address in IPv6 clothes is judged as what it is; where only IPv6 is to be had, translated addresses are the only way out.
    private static IPAddress Meant(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
    }

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(text => IPNetwork.Parse(text));
}
