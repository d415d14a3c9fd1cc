using System.Globalization;
using System.Security.Cryptography;
using Coordination.Contracts.Access;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.DataProtection;

namespace Coordination.Host.Access;

/// <summary>
/// One-time links with which someone sets a first password. Signed for this purpose alone; used up once the password is set, because then there is
/// nothing left to set.
/// </summary>
internal sealed class SetupLinks(IDataProtectionProvider protection, PublicAddress address, TimeProvider clock)
{
    /// <summary>Tells the page that it is the first administrator's; what it is stands in what is signed.</summary>
    private const string Mark = "first.";

    private static readonly TimeSpan Valid = TimeSpan.FromDays(7);

    private readonly IDataProtector _protector = protection.CreateProtector("Coordination.Setup.v1");

    /// <summary>For the first administrator of an empty system.</summary>
    public string ForFirstAdministrator(PersonId id) => Write("first", id);

    /// <summary>For someone whom an administrator has added.</summary>
    public string ForPerson(PersonId id) => Write("person", id);

    public bool TryRead(string token, out SetupInvitation invitation)
    {
        invitation = new(default, false);
        try
        {
            if (token.Length <= 2_000 && _protector.Unprotect(token.StartsWith(Mark, StringComparison.Ordinal) ? token[Mark.Length..] : token).Split('|') is [var what, var id, var until]
                && clock.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)))
            {
                invitation = new(PersonId.Of(id), what == "first");
                return true;
            }
        }
        catch (CryptographicException)
        {
            // Not ours, or cut short on its way.
        }

        return false;
    }

    private string Write(string what, PersonId id)
    {
        var until = (clock.GetUtcNow() + Valid).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{address.Value}/console/setup?token={(what == "first" ? Mark : "")}{Uri.EscapeDataString(_protector.Protect($"{what}|{id}|{until}"))}";
    }
}

/// <summary>For whom a link is.</summary>
internal readonly record struct SetupInvitation(PersonId Person, bool First);
