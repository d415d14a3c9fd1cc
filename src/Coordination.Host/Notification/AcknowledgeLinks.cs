using System.Globalization;
using System.Security.Cryptography;
using Coordination.Contracts.Notification;
using Coordination.Grains.Notification;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.DataProtection;

namespace Coordination.Host.Notification;

/// <summary>
/// The links with which recipients acknowledge. Each is signed and encrypted for this purpose, for one notification and for fourteen days; whoever has
/// it can say "we know of it" and nothing else.
/// </summary>
internal sealed class AcknowledgeLinks(IDataProtectionProvider protection, PublicAddress address, TimeProvider clock) : ILinkSigner
{
    public const string Path = "/ack";
    private static readonly TimeSpan Valid = TimeSpan.FromDays(14);

    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.Acknowledge.v1");

    public string AcknowledgeLink(NotificationId notification)
    {
        var until = (clock.GetUtcNow() + Valid).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{address.Value}{Path}/{_protector.Protect($"{notification}|{until}")}";
    }

    /// <summary>For which notification a link is. False: not one of ours.</summary>
    /// <param name="expired">It was one of ours.</param>
    public bool TryRead(string token, out NotificationId notification, out bool expired)
    {
        (notification, expired) = (default, false);
        try
        {
            if (token.Length > 2_000 || _protector.Unprotect(token).Split('|') is not [var id, var until])
            {
                return false;
            }

            notification = NotificationId.Of(id);
            expired = clock.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
