using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.DataProtection;

namespace Coordination.Host.Access;

/// <summary>
/// A browser in which somebody has signed in before carries a signed cookie that says so. It lets nobody in; it only keeps strangers, who lock an account by guessing, from locking out its
/// owner too. It is void with a new password.
/// </summary>
internal sealed class KnownDevices(IDataProtectionProvider protection, PublicAddress address, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(180);

    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.Device.v1");

    /// <summary>The device, if it is one in which this account has signed in.</summary>
    public string? Find(HttpContext http, Account account)
    {
        try
        {
            return http.Request.Cookies[NameFor(account)] is { Length: > 0 and < 2_000 } cookie && _protector.Unprotect(cookie).Split('|') is [var id, var stamp, var until, var device]
                && id == account.Id && stamp == account.SecurityStamp && clock.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture))
                    ? device
                    : null;
        }
        catch (CryptographicException)
        {
            // Not ours, or of keys that are gone: a stranger.
            return null;
        }
    }

    /// <summary>This account has signed in here.</summary>
    public void Remember(HttpContext http, Account account)
    {
        var device = Find(http, account) ?? Guid.NewGuid().ToString("N");
        var until = clock.GetUtcNow() + Remembered;
        http.Response.Cookies.Append(
            NameFor(account),
            _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id}|{account.SecurityStamp}|{until.ToUnixTimeSeconds()}|{device}")),
            new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", Expires = until, IsEssential = true });
    }

    /// <summary>One for each person: colleagues may share a machine.</summary>
    private string NameFor(Account account)
        => $"{(address.IsHttps ? "__Host-" : "")}coordination-device-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.Id)).AsSpan(0, 6))}";
}
