using Coordination.Contracts.Access;
using Microsoft.AspNetCore.Authorization;

namespace Coordination.Host.Access;

/// <summary>What one must be to pass. Where an endpoint names none, being signed in is still demanded.</summary>
internal static class AccessPolicies
{
    /// <summary>Works on incidents: a person, or a machine with scope operate or administer.</summary>
    public const string Officer = nameof(Officer);

    /// <summary>Manages people, sources, institutions, rosters and policies.</summary>
    public const string Administrator = nameof(Administrator);

    /// <summary>Delivers alerts; for which source is checked with the address.</summary>
    public const string Intake = nameof(Intake);

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Officer, policy => policy.RequireClaim(CallerClaims.Role, nameof(Role.Officer), nameof(Role.Administrator)));
        options.AddPolicy(Administrator, policy => policy.RequireClaim(CallerClaims.Role, nameof(Role.Administrator)));
        options.AddPolicy(Intake, policy => policy.RequireAssertion(context =>
            context.User.HasClaim(claim => claim.Type == CallerClaims.Source) || context.User.HasClaim(CallerClaims.Role, nameof(Role.Administrator))));
        // The framework serves a list of the console's files by an endpoint that takes no conventions of ours; like the files themselves it is open.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(static context =>
            context.User.Identity is { IsAuthenticated: true }
            || (context.Resource is HttpContext http && http.Request.Path.StartsWithSegments("/_framework", StringComparison.Ordinal))).Build();
    }
}
