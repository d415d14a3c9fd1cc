using System.Reflection;
using System.Security.Claims;
using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Host.Access;

/// <summary>Who makes a request: a person by their cookie, or a machine by its token.</summary>
/// <param name="Actor">As the journal names them.</param>
/// <param name="Person">Null for a machine.</param>
/// <param name="Role">What they may do; null for a machine that may only deliver alerts.</param>
/// <param name="Source">The one source for which a machine delivers.</param>
internal sealed record Caller(Actor Actor, PersonId? Person, Role? Role, SourceId? Source)
{
    /// <summary>How they look at things. Whoever has no role sees nothing and is turned away earlier.</summary>
    public Viewer Viewer => new(Person, Role ?? Contracts.Access.Role.Officer);

    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context));

    public static Caller Of(HttpContext context) => Of(context.User);

    public static Caller Of(ClaimsPrincipal user)
    {
        var actor = user.FindFirstValue(CallerClaims.Actor) is { } value ? new Actor(value) : new Actor("anonymous");
        return new(
            actor,
            actor.AsPerson,
            Enum.TryParse<Role>(user.FindFirstValue(CallerClaims.Role), out var role) ? role : null,
            SourceId.TryParse(user.FindFirstValue(CallerClaims.Source), null, out var source) ? source : null);
    }
}

/// <summary>What an identity carries. The role is read anew for each request, so that who loses it loses it at once.</summary>
internal static class CallerClaims
{
    public const string Actor = "coordination/actor";
    public const string Role = "coordination/role";
    public const string Source = "coordination/source";

    public static IEnumerable<System.Security.Claims.Claim> Of(Actor actor, Role? role, SourceId? source = null)
    {
        yield return new(Actor, actor.Value);
        if (role is { } held)
        {
            yield return new(Role, held.ToString());
        }

        if (source is { } bound)
        {
            yield return new(Source, bound.Value);
        }
    }
}
