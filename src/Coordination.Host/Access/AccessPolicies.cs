using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Microsoft.AspNetCore.Authorization;

namespace Coordination.Host.Access;

/// <summary>Each right is a policy of its name. Where an endpoint names none, being signed in is still demanded.</summary>
internal static class AccessPolicies
{
    /// <summary>Delivers alerts; for which source is checked with the address.</summary>
    public const string Intake = nameof(Intake);

    /// <summary>Stands between two rights of which one is enough.</summary>
    public const string Or = " or ";

    public static void Add(AuthorizationOptions options)
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            options.AddPolicy(right.ToString(), policy => policy.RequireAssertion(context => Rights.Has(Caller.Of(context.User).Viewer, right)));
        }

        foreach (var ours in new[] { Right.ReadCases, Right.ShareWithPartners })
        {
            options.AddPolicy(Either(ours, Right.Exchange), policy => policy.RequireAssertion(context => Caller.Of(context.User).Viewer is var viewer && (Rights.Has(viewer, ours) || Rights.Has(viewer, Right.Exchange))));
        }

        options.AddPolicy(Intake, policy => policy.RequireAssertion(context =>
            context.User.HasClaim(claim => claim.Type == CallerClaims.Source) || Rights.Has(Caller.Of(context.User).Viewer, Right.ManageRegisters)));
        // The framework serves a list of the console's files by an endpoint that takes no conventions of ours; like the files themselves it is open.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(static context =>
            context.User.Identity is { IsAuthenticated: true }
            || (context.Resource is HttpContext http && http.Request.Path.StartsWithSegments("/_framework", StringComparison.Ordinal))).Build();
    }

    /// <summary>Only who has this right passes.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Right right) where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(right.ToString());

    /// <summary>Who has one of the two passes: what two sides do with each other.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Right right, Right other) where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(Either(right, other));

    private static string Either(Right right, Right other) => $"{right}{Or}{other}";
}
