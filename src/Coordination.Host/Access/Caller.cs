using System.Reflection;
using System.Security.Claims;
using System.Text;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;

namespace Coordination.Host.Access;

/// <summary>Who makes a request: a person by their cookie, or a machine by its token.</summary>
/// <param name="Actor">As the journal names them.</param>
/// <param name="Person">Null for a machine.</param>
/// <param name="Role">What they may do; null for a machine that may only deliver alerts.</param>
/// <param name="Source">The one source for which a machine delivers.</param>
/// <param name="Cases">An administrator who sees case content.</param>
/// <param name="Institution">To which someone of an institution belongs.</param>
/// <param name="Partner">For which partner a machine exchanges, as it stood when the request came.</param>
/// <param name="Only">The rights to which a token is narrowed.</param>
/// <param name="Session">In which session a person asks.</param>
internal sealed record Caller(
    Actor Actor, PersonId? Person, Role? Role, SourceId? Source, bool Cases = false, InstitutionId? Institution = null, IReadOnlyList<Right>? Only = null, SessionId? Session = null,
    PartnerStanding? Partner = null)
{
    /// <summary>How they look at things.</summary>
    public Viewer Viewer => new(Person, Role, Cases, Institution, Only, Partner);

    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context));

    public static Caller Of(HttpContext context) => Of(context.User);

    public static Caller Of(ClaimsPrincipal user)
    {
        var actor = user.FindFirstValue(CallerClaims.Actor) is { } value ? new Actor(value) : new Actor("anonymous");
        return new(
            actor,
            actor.AsPerson,
            Enum.TryParse<Role>(user.FindFirstValue(CallerClaims.Role), out var role) ? role : null,
            SourceId.TryParse(user.FindFirstValue(CallerClaims.Source), null, out var source) ? source : null,
            user.HasClaim(static claim => claim.Type == CallerClaims.Cases),
            InstitutionId.TryParse(user.FindFirstValue(CallerClaims.Institution), null, out var institution) ? institution : null,
            user.FindFirstValue(CallerClaims.Only) is { } only ? [.. only.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Right>)] : null,
            SessionId.TryParse(user.FindFirstValue(SessionCookie.SessionClaim), null, out var session) ? session : null,
            user.FindFirstValue(CallerClaims.Partner) is { } standing ? DomainJson.Read<PartnerStanding>(Encoding.UTF8.GetBytes(standing)) : null);
    }
}

/// <summary>What an identity carries. The role is read anew for each request, so that who loses it loses it at once.</summary>
internal static class CallerClaims
{
    public const string Actor = "coordination/actor";
    public const string Role = "coordination/role";
    public const string Source = "coordination/source";
    public const string Cases = "coordination/cases";
    public const string Institution = "coordination/institution";
    public const string Only = "coordination/only";
    public const string Partner = "coordination/partner";

    /// <summary>Of a person.</summary>
    public static IEnumerable<System.Security.Claims.Claim> Of(Viewer viewer) => Of(Domain.Journal.Actor.Person(viewer.Person!.Value), viewer);

    /// <summary>Of a person or machine that looks at things like that.</summary>
    public static IEnumerable<System.Security.Claims.Claim> Of(Actor actor, Viewer viewer, SourceId? source = null)
    {
        yield return new(Actor, actor.Value);
        if (viewer.Role is { } held)
        {
            yield return new(Role, held.ToString());
        }

        if (viewer.Cases)
        {
            yield return new(Cases, "");
        }

        if (viewer.Institution is { } institution)
        {
            yield return new(Institution, institution.Value);
        }

        if (viewer.Partner is { } partner)
        {
            yield return new(Partner, Encoding.UTF8.GetString(DomainJson.Write(partner)));
        }

        if (viewer.Only is { } only)
        {
            yield return new(Only, string.Join(',', only));
        }

        if (source is { } bound)
        {
            yield return new(Source, bound.Value);
        }
    }
}
