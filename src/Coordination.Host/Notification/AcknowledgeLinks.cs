using System.Globalization;
using System.Security.Cryptography;
using Coordination.Contracts.Notification;
using Coordination.Grains.Notification;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.DataProtection;

namespace Coordination.Host.Notification;

/// <summary>
/// The links with which recipients acknowledge. Each is signed and encrypted for this purpose, for one notification, and good for fourteen days after it
/// was sent, or after an answer is due where that is later, though no more than a year: who is late answers by it too. Whoever has it can say what it was sent for and nothing else.
/// </summary>
internal sealed class AcknowledgeLinks(IDataProtectionProvider protection, PublicAddress address, TimeProvider clock) : ILinkSigner
{
    public const string Path = "/ack";
    private static readonly TimeSpan Valid = TimeSpan.FromDays(14);

    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.Acknowledge.v1");

    public string AcknowledgeLink(NotificationId notification, DateTimeOffset? due)
    {
        var now = clock.GetUtcNow();
        var latest = now.AddYears(1);
        var until = ((due > latest ? latest : due > now ? due.Value : now) + Valid).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
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
