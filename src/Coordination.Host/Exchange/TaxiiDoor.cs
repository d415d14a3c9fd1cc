using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>What every path of TAXII asks of a request, and how it refuses.</summary>
internal static class TaxiiDoor
{
    /// <summary>Before anything is looked up: who it is for, that it is written as the specification has it, and that the client takes what it will be given.</summary>
    public static async ValueTask<object?> PassAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Caller.Of(http).Partner is null)
        {
            return Refused(StatusCodes.Status403Forbidden, "taxii.no-partner", "Only a partner's machine exchanges here, by a token of the scope partner.");
        }

        if (!http.Request.Path.Value!.EndsWith('/'))
        {
            return Refused(StatusCodes.Status404NotFound, "path.unknown", $"Every path of TAXII ends in a slash: ask for {http.Request.Path.Value}/.");
        }

        return TaxiiMedia.IsTaken(http.Request) ? await next(context)
            : Refused(StatusCodes.Status406NotAcceptable, "taxii.accept", $"Here answers are {TaxiiErrors.MediaType}. Say that you accept it.");
    }

    /// <summary>Nothing of collections is said while nothing is exchanged; the partner is told why, so that silence is not taken for there being no news.</summary>
    public static async ValueTask<object?> PassOpenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => Closed(Caller.Of(context.HttpContext).Partner!.FlowAt(context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())) ?? await next(context);

    /// <summary>A refusal in TAXII's form.</summary>
    public static IResult Refused(int status, string code, string detail) => new Refusal(Problems.Of(status, code, detail));

    private static IResult? Closed(PartnerFlow flow) => flow switch
    {
        PartnerFlow.Open => null,
        PartnerFlow.Paused => Refused(StatusCodes.Status403Forbidden, "exchange.paused", "The exchange with you is paused. What waits for you stays; ask us when it goes on."),
        PartnerFlow.NotBegun => Refused(StatusCodes.Status403Forbidden, "exchange.not-begun", "The agreement with you has not begun."),
        PartnerFlow.Expired => Refused(StatusCodes.Status403Forbidden, "exchange.expired", "The agreement with you has ended. Renew it with us."),
        _ => Refused(StatusCodes.Status403Forbidden, "exchange.no-agreement", "What an exchange with you must rest on is missing: an approval or a non-disclosure arrangement. Ask us."),
    };

    private sealed class Refusal(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, problem);
    }
}
