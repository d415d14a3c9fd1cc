using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Exchange;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>A POST for each verb. Which side speaks follows from who asks: a partner's token, or one of us.</summary>
internal static class EnquiryVerbs
{
    public static void MapEnquiryVerbs(this IEndpointRouteBuilder routes)
    {
        var both = routes.MapGroup(Routes.Enquiries).Needs(Right.ShareWithPartners, Right.Exchange).WithTags("Requests");
        Answers(both.MapPost("", OpenAsync));
        Answers(both.MapPost("/{id}/messages", (EnquiryId id, Body<WriteEnquiryRequest> body, Asking asking, Enquiries enquiries, HttpContext http)
            => enquiries.RunAsync(http, id, new WriteEnquiry(Enquiries.SideOf(asking), body.Value.Text, body.Value.Tlp, body.Value.Due, body.Value.From), asking)));
        Answers(both.MapPost("/{id}/withdraw", (EnquiryId id, Body<WithdrawEnquiryRequest> body, Asking asking, Enquiries enquiries, HttpContext http)
            => enquiries.RunAsync(http, id, new WithdrawEnquiry(Enquiries.SideOf(asking), body.Value.Reason), asking)));
        var ours = routes.MapGroup(Routes.Enquiries).Needs(Right.ShareWithPartners).WithTags("Requests");
        Answers(ours.MapPost("/{id}/take", (EnquiryId id, Asking asking, Enquiries enquiries, HttpContext http) => enquiries.RunAsync(http, id, new TakeEnquiry(), asking)));
        Answers(ours.MapPost("/{id}/close", (EnquiryId id, Body<CloseEnquiryRequest> body, Asking asking, Enquiries enquiries, HttpContext http)
            => enquiries.RunAsync(http, id, new CloseEnquiry(body.Value.Outcome, body.Value.Untold), asking)));
    }

    private static void Answers(RouteHandlerBuilder route)
        => route.Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);

    private static async Task<IResult> OpenAsync(HttpContext http, Body<OpenEnquiryRequest> body, Asking asking, Commands commands, EnquiryNumbers numbers, EnquiryNeed enquiries, Need need)
    {
        var (request, viewer) = (body.Value, asking.Caller.Viewer);
        var partner = viewer.Partner?.Id ?? request.Partner;
        if (enquiries.Stopped(viewer) is { } stopped)
        {
            return Problems.Result(stopped);
        }

        if (partner is null || (viewer.Partner is not null && request.Partner is not null && request.Partner != partner))
        {
            return Problems.Result(partner is null ? EnquiryRefusals.PartnerMissing : EnquiryRefusals.PartnerOwn);
        }

        // Whoever names an incident must see it: one of us all of it, a partner what was shared with it.
        var about = request.About is { } named ? await need.IncidentAsync(viewer, named.Value, http.RequestAborted, viewer.Partner is null ? Sight.All : Sight.Existence) : null;
        if (request.About is not null && about is null)
        {
            return Problems.Result(EnquiryRefusals.IncidentUnknown);
        }

        var id = asking.NewId<EnquiryId>("enquiry");
        return await commands.BeginAsync(http, commands.Grains.Enquiry(id), id, numbers, number => new OpenEnquiry
        {
            Number = number,
            Partner = partner.Value,
            Direction = viewer.Partner is null ? EnquiryDirection.ToPartner : EnquiryDirection.FromPartner,
            Kind = request.Kind,
            Title = request.Title,
            Text = request.Text,
            Tlp = request.Tlp,
            Severity = request.Severity,
            Due = request.Due,
            About = about is null ? null : IncidentId.Of(about.Id),
            From = request.From,
        }, asking);
    }
}

/// <summary>Asks requests, for those who may see them.</summary>
internal sealed class Enquiries(Commands commands, EnquiryNeed need)
{
    public static EnquirySide SideOf(Asking asking) => asking.Caller.Partner is null ? EnquirySide.Ours : EnquirySide.Theirs;

    public async Task<IResult> RunAsync(HttpContext http, EnquiryId id, EnquiryCommand command, Asking asking)
    {
        if (need.Stopped(asking.Caller.Viewer) is { } stopped)
        {
            return Problems.Result(stopped);
        }

        // Whoever may not see it is told what they would be told if there were none.
        return await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is { } seen
            ? await commands.RunAsync(http, commands.Grains.Enquiry(EnquiryId.Of(seen.Line.Id)), command, asking, seen.Line.Value.Number)
            : Problems.Result(EnquiryRefusals.Unknown);
    }
}
