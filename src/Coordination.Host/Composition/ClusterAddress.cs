using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Coordination.Host.Composition;

/// <summary>Under which address the other processes reach this one, as Orleans needs it: numbers, not a name.</summary>
internal static class ClusterAddress
{
    /// <summary>The address that a setting names; null where it names none.</summary>
    public static IPAddress? Find(string advertised)
    {
        if (advertised.Length == 0)
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(advertised, out var address))
        {
            return IsOfAll(address) ? null : address;
        }

        try
        {
            return Dns.GetHostAddresses(advertised).Where(found => !IsOfAll(found)).OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault();
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Where to listen: on the address itself if it is this machine's, on all of them if something in between translates it.</summary>
    public static IPAddress ListenOn(IPAddress advertised)
        => IPAddress.IsLoopback(advertised) || IPGlobalProperties.GetIPGlobalProperties().GetUnicastAddresses().Any(own => own.Address.Equals(advertised))
            ? advertised
            : advertised.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;

    private static bool IsOfAll(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
