using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Coordination.Domain.Access;

/// <summary>Who someone is at an outside provider: its issuer and the subject it knows them by. Together, and nothing else, they never come to mean another person (OpenID Connect Core, 5.7).</summary>
public sealed record ProviderIdentity(string Issuer, string Subject)
{
    /// <summary>The claim of a person on an identity: it belongs to one person only.</summary>
    public const string ClaimKind = "person-openid";

    /// <summary>Both as one word of fixed length; a subject alone may have 255 characters.</summary>
    [JsonIgnore]
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Issuer.Length}:{Issuer}{Subject}")));
}

/// <summary>That a person comes in by an outside provider.</summary>
/// <param name="FollowsGroups">Role and institution were given by a group of the provider, and follow it.</param>
/// <param name="LostGroups">Their access ended because no group gave them a role any more, and comes back with one. What an administrator ended does not.</param>
public sealed record ProviderLink(ProviderIdentity Identity, bool FollowsGroups = false, bool LostGroups = false);
