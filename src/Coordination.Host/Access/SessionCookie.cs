using System.Globalization;
using System.Security.Claims;
using Coordination.Contracts.Access;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>What stands in the cookie.</summary>
/// <param name="Stamp">Changes with the password and when someone is shut out.</param>
/// <param name="ConfirmedAt">When its person last showed who they are.</param>
internal sealed record SessionCookie(PersonId Person, string Stamp, SessionId Session, DateTimeOffset ConfirmedAt)
{
    /// <summary>The claim with the session's id.</summary>
    public const string SessionClaim = "coordination/session";

    private const string AccountClaim = "coordination/account";
    private const string StampClaim = "coordination/stamp";
    private const string ConfirmedClaim = "coordination/confirmed";

    /// <summary>Null: a cookie of an older version, or of something else.</summary>
    public static SessionCookie? Of(ClaimsPrincipal? user)
        => user is not null
            && PersonId.TryParse(user.FindFirstValue(AccountClaim), null, out var person)
            && SessionId.TryParse(user.FindFirstValue(SessionClaim), null, out var session)
            && user.FindFirstValue(StampClaim) is { } stamp
            && long.TryParse(user.FindFirstValue(ConfirmedClaim), CultureInfo.InvariantCulture, out var confirmed)
            ? new(person, stamp, session, Microseconds.ToMoment(confirmed))
            : null;

    public ClaimsIdentity ToIdentity() => new(
        [
            new(AccountClaim, Person.Value),
            new(StampClaim, Stamp),
            new(SessionClaim, Session.Value),
            new(ConfirmedClaim, Microseconds.Of(ConfirmedAt).ToString(CultureInfo.InvariantCulture)),
        ],
        IdentityConstants.ApplicationScheme);
}
