using Coordination.Contracts.Access;
using Coordination.Domain.Access;

namespace Coordination.Host.Composition;

/// <summary>An outside OpenID Connect provider by which people sign in, beside their password here, in <c>Coordination:OpenId</c>.</summary>
public sealed class OpenIdOptions
{
    /// <summary>The provider's address, as its tokens name their issuer: below it lies `.well-known/openid-configuration`. Empty: nobody signs in by OpenID Connect.</summary>
    public string Authority { get; set; } = "";

    /// <summary>How the provider knows this server.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Proves to the provider that it is this server. Give it by `Coordination__OpenId__ClientSecret_FILE`. Empty: the provider takes the proof of PKCE alone.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the button says after "Sign in with".</summary>
    public string DisplayName { get; set; } = "OpenID Connect";

    /// <summary>What the provider is asked for, with spaces between.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>The claim in which the provider lists a person's groups.</summary>
    public string GroupClaim { get; set; } = "groups";

    /// <summary>What the provider's groups mean here: `…__0__Group`, `…__0__Role`, for institutions' roles `…__0__Institution` (id or abbreviation), for administrators `…__0__Cases`. The first that a person is in counts.</summary>
    public IList<OpenIdGroup> Groups { get; } = [];

    /// <summary>Adds a person who comes for the first time and whom a group gives a role. Off: only who was invited comes in.</summary>
    public bool CreatesPeople { get; set; } = true;

    /// <summary>Takes the provider's mail addresses for verified although it does not say so. Only where people cannot choose theirs.</summary>
    public bool TrustsMail { get; set; }

    /// <summary>Lets a provider on this machine itself be reached without TLS.</summary>
    public bool AllowHttp { get; set; }

    internal bool IsOn => Authority.Length > 0;

    /// <summary>The rules, in their order.</summary>
    internal IEnumerable<GroupRule> Rules => Groups.Select(static group => group.Rule);
}

/// <summary>What one group of the provider means.</summary>
public sealed class OpenIdGroup
{
    /// <summary>As the provider writes it, letter by letter.</summary>
    public string Group { get; set; } = "";

    /// <summary>What its people are here.</summary>
    public Role? Role { get; set; }

    /// <summary>Lets administrators see case content.</summary>
    public bool Cases { get; set; }

    /// <summary>Of an institution's role: its id or abbreviation.</summary>
    public string? Institution { get; set; }

    /// <summary>A role that is not there is none of those that are.</summary>
    internal GroupRule Rule => new(Group, Role ?? (Role)(-1), Cases, string.IsNullOrWhiteSpace(Institution) ? null : Institution);
}
