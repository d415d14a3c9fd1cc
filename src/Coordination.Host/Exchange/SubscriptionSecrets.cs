using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Coordination.Host.Exchange;

/// <summary>
/// Secrets of subscriptions must be had again to sign with, so no hash is enough: they are sealed for this purpose under the keys that every process has. Journal, rows and exports hold only what is sealed.
/// </summary>
internal sealed class SubscriptionSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.Subscription.v1");

    public string Seal(string secret) => _protector.Protect(secret);

    /// <summary>All that can be opened, as they are signed with. One that cannot be (it was altered, or sealed under another master key) signs nothing.</summary>
    public string Open(IEnumerable<string> sealedSecrets) => string.Join(' ', sealedSecrets.Select(Open).OfType<string>());

    private string? Open(string one)
    {
        try
        {
            return _protector.Unprotect(one);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
