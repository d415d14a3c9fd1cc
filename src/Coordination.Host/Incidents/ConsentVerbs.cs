using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Incidents;

/// <summary>Whether an institution may be told that another is affected: asked by a lead, answered and withdrawn by the institution itself, or by an officer for it.</summary>
internal static class ConsentVerbs
{
    public static void MapConsentVerbs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Incidents + "/{id}").WithTags("Incidents");
        group.MapPost("/consents", (IncidentId id, Body<AskConsentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AskConsent(body.Value.Of, body.Value.To, body.Value.Why, body.Value.AnswerBy, body.Value.Until, body.Value.Partner), asking)).Acts(Right.LeadCases);
        group.MapPost("/consents/decide", (IncidentId id, Body<DecideIdentityRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new DecideIdentity(body.Value.Of, body.Value.Partner, body.Value.Ground, body.Value.Why, body.Value.AnswerBy, body.Value.Explanation, body.Value.Until), asking)).Acts(Right.LeadCases);
        group.MapPost("/consents/{number:int}/answer", (IncidentId id, int number, Body<AnswerConsentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AnswerConsent(number, body.Value.Granted, body.Value.Reason, asking.Caller.Viewer.Institution), asking, Sight.Existence)).Acts(Right.AnswerConsents);
        group.MapPost("/consents/{number:int}/withdraw", (IncidentId id, int number, Body<WithdrawConsentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new WithdrawConsent(number, body.Value.Reason, asking.Caller.Viewer.Institution), asking, Sight.Existence)).Acts(Right.AnswerConsents);
    }
}
