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
        group.Verb("consents", Right.LeadCases, (IncidentId id, Body<AskConsentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AskConsent(body.Value.Of, body.Value.To, body.Value.Why, body.Value.AnswerBy, body.Value.Until), asking));
        group.Verb("consents/{number:int}/answer", Right.AnswerConsents, (IncidentId id, int number, Body<AnswerConsentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new AnswerConsent(number, body.Value.Granted, body.Value.Reason, asking.Caller.Viewer.Institution), asking, Sight.Existence));
        group.Verb("consents/{number:int}/withdraw", Right.AnswerConsents, (IncidentId id, int number, Body<WithdrawConsentRequest> body, Asking asking, Incidents incidents, HttpContext http)
            => incidents.RunAsync(http, id, new WithdrawConsent(number, body.Value.Reason, asking.Caller.Viewer.Institution), asking, Sight.Existence));
    }

    private static void Verb(this RouteGroupBuilder group, string path, Right right, Delegate handler)
        => group.MapPost($"/{path}", handler).Needs(right)
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
}
