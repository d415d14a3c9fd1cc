using System.Net.Mail;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Institutions;

/// <summary>What can be an address of a contact.</summary>
public static class Addresses
{
    public static bool IsValid(Channel channel, string address) => channel switch
    {
        Channel.Mail => address.Length <= 254 && address.IndexOfAny(['\r', '\n', ' ', '<', '>']) < 0 && MailAddress.TryCreate(address, out var mail) && mail.Address == address && mail.Host.Length > 0,
        // Whether http is allowed at all is the sender's configuration; here only the shape counts.
        Channel.Webhook => address.Length <= 2_000 && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0,
        _ => false,
    };
}
