using System.Net;
using Coordination.Contracts;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>
/// Who asks for a passkey: the name and the origin of the public address, whatever a proxy or a request says. Browsers make passkeys for names only, and over TLS; of this machine itself
/// the name is localhost.
/// </summary>
internal sealed class RelyingParty(PublicAddress address)
{
    private static readonly Refusal NeedsName = new(
        RefusalKind.Conflict, "passkey.address-needed", "Passkeys need a server that is reached by its name and over https. Set Coordination:PublicAddress to such an address.");

    private Uri Address => new(address.Value);

    private bool IsHere => Address.IsLoopback;

    /// <summary>The name that passkeys are made for.</summary>
    public string Domain => IsHere ? "localhost" : Address.IdnHost;

    /// <summary>Where the page must have come from that asked.</summary>
    public string Origin => IsHere ? new UriBuilder(Address) { Host = "localhost" }.Uri.GetLeftPart(UriPartial.Authority) : Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Why there can be no passkeys; null if there can.</summary>
    public Refusal? Refusal => IsHere || (Address.Scheme == Uri.UriSchemeHttps && !IPAddress.TryParse(Address.Host.Trim('[', ']'), out _)) ? null : NeedsName;

    public static void Configure(IdentityPasskeyOptions options, RelyingParty party)
    {
        options.ServerDomain = party.Domain;
        options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && string.Equals(context.Origin, party.Origin, StringComparison.Ordinal));
        // Found without an address, and shown only to who has unlocked the device: so it counts as two factors.
        options.ResidentKeyRequirement = "required";
        options.UserVerificationRequirement = "required";
        // Who made the device is nobody's business here.
        options.AttestationConveyancePreference = "none";
        options.AuthenticatorTimeout = PasskeyQuestions.Valid;
    }
}
