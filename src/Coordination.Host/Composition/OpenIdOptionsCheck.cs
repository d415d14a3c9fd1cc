using Coordination.Domain.Access;

namespace Coordination.Host.Composition;

/// <summary>Checks how people sign in by an outside provider. The secret is never repeated.</summary>
internal static class OpenIdOptionsCheck
{
    private const string Section = "Coordination:OpenId";

    public static IEnumerable<string> Errors(CoordinationOptions options)
    {
        var openId = options.OpenId;
        return openId.IsOn ? ProviderErrors(openId).Concat(GroupErrors(openId)).Concat(AddressErrors(options))
            : openId.ClientId.Length > 0 || openId.ClientSecret.Length > 0 || openId.Groups.Count > 0
                ? [$"{Section}:Authority is missing, but other settings of {Section} are there. Name the provider, for example https://login.cert.example/realms/staff, or remove them."]
                : [];
    }

    /// <summary>Of a list, the framework leaves out what it cannot read and says nothing; one at a time it says so.</summary>
    /// <exception cref="InvalidOperationException">A rule cannot be read; names the setting.</exception>
    public static void ReadGroups(IConfiguration configuration)
    {
        foreach (var group in configuration.GetSection($"{Section}:{nameof(OpenIdOptions.Groups)}").GetChildren())
        {
            group.Get<OpenIdGroup>();
        }
    }

    private static IEnumerable<string> ProviderErrors(OpenIdOptions options)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http") || authority.UserInfo.Length > 0 || authority.Query.Length > 0 || authority.Fragment.Length > 0)
        {
            yield return $"{Section}:Authority is '{options.Authority}'; give the provider's address, for example https://login.cert.example/realms/staff.";
        }
        else if (authority.Scheme == "http" && !(options.AllowHttp && authority.IsLoopback))
        {
            yield return $"{Section}:Authority is '{options.Authority}'. Give an https address: only a provider on this machine itself may go without TLS, with {Section}:AllowHttp.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{Section}:ClientId is missing: the name under which this server is registered at the provider.";
        }

        if (string.IsNullOrWhiteSpace(options.DisplayName) || options.DisplayName.Length > 60)
        {
            yield return $"{Section}:DisplayName has 1 to 60 characters; it stands on a button.";
        }

        if (!options.Scopes.Split(' ').Contains("openid"))
        {
            yield return $"{Section}:Scopes is '{options.Scopes}'; it must contain openid, for example 'openid profile email'.";
        }

        if (string.IsNullOrWhiteSpace(options.GroupClaim))
        {
            yield return $"{Section}:GroupClaim is empty. Name the claim that lists a person's groups, for example groups.";
        }
    }

    private static IEnumerable<string> GroupErrors(OpenIdOptions options)
        => options.Groups.Select((group, index) => (Index: index, Wrong: GroupMapping.Refuse(group.Rule)
                ?? (options.Groups.Take(index).Any(before => before.Group == group.Group) ? "names a group that a rule before it names; it could never count" : null)))
            .Where(static one => one.Wrong is not null).Select(one => $"{Section}:Groups:{one.Index} ('{options.Groups[one.Index].Group}') {one.Wrong}.");

    /// <summary>The provider sends people back to an address that is registered there, so it must not follow from how they came.</summary>
    private static IEnumerable<string> AddressErrors(CoordinationOptions options)
        => options.PublicAddress.Length == 0 && Uri.TryCreate(options.OpenId.Authority, UriKind.Absolute, out var authority) && !authority.IsLoopback
            ? [$"Coordination:PublicAddress is missing: with {Section}:Authority it says where the provider sends people back to, for example https://coordination.cert.example."]
            : [];
}
