using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordination.Contracts;

namespace Coordination.Domain.Intake.Normal;

/// <summary>Reads networks in CIDR notation; a single address is a network of one.</summary>
public static class NetworkText
{
    /// <summary>
    /// Reads a network. Bits to the right of the prefix are refused, not cleared: whoever writes <c>192.0.2.77/24</c> has mistaken
    /// either the address or the length, and guessing wrong would tell one institution of another's incidents.
    /// </summary>
    public static bool TryRead(string? text, out string normal, out Refusal? refusal)
    {
        normal = "";
        if (!TrySplit(text, out var address, out var length))
        {
            refusal = new Refusal(
                RefusalKind.Invalid,
                "asset.network-invalid",
                $"{Shown.Quoted(text)} is not a network. Give it in CIDR notation, for example 192.0.2.0/24 or 2001:db8::/32.");
            return false;
        }

        var network = WithoutHostBits(address, length);
        var whole = string.Create(CultureInfo.InvariantCulture, $"{network}/{length}");
        if (!network.Equals(address))
        {
            var bits = address.GetAddressBytes().Length * 8;
            refusal = new Refusal(
                RefusalKind.Invalid,
                "asset.host-bits",
                string.Create(CultureInfo.InvariantCulture, $"{address}/{length} has bits set beyond its prefix. Probably {whole} was meant; the single address is {address}/{bits}."));
            return false;
        }

        refusal = null;
        normal = whole;
        return true;
    }

    private static bool TrySplit(string? text, out IPAddress address, out int length)
    {
        (address, length) = (IPAddress.None, 0);
        if (text is not { Length: <= 128 })
        {
            return false;
        }

        var plain = Defanged.Undo(text);
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        var before = slash < 0 ? plain : plain[..slash];
        if (!IpText.TryReadPlain(before, out var read))
        {
            return false;
        }

        address = read;
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0)
        {
            length = bits;
            return true;
        }

        var digits = plain.AsSpan(slash + 1);
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0')
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return false;
        }

        // The prefix of an IPv4-mapped network counts from the front of the 128 bits.
        length -= bits == 32 && before.Contains(':', StringComparison.Ordinal) ? 96 : 0;
        return length >= 0 && length <= bits;
    }

    private static IPAddress WithoutHostBits(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(length - (index * 8), 0, 8);
            bytes[index] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
