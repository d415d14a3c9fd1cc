using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Advisories;
using Coordination.Host.Http;
using Coordination.Host.Incidents;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>Sharing with partners: looked at, decided, corrected, called back, ended; and the record of what left.</summary>
internal static class SharingEndpoints
{
    public static void MapSharing(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup(Routes.Incidents + "/{id}/sharing").WithTags("Exchange");
        incidents.MapGet("", ListOfIncidentAsync).Produces<Page<SharingView>>().ProducesProblem(404).Needs(Right.ReadCases);
        incidents.MapPost("/preview", PreviewIncidentAsync).Produces<SharingPreview>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ShareWithPartners);
        incidents.MapPost("", ShareIncidentAsync).Acts(Right.ShareWithPartners);
        incidents.MapPost("/{partner}/correct", CorrectAsync).Acts(Right.ShareWithPartners);
        incidents.MapPost("/{partner}/recall", async (HttpContext http, IncidentId id, PartnerId partner, Body<RecallSharingRequest> body, Asking asking, Need need, Commands commands)
            => await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is { } line
                ? await commands.RunAsync(http, commands.Grains.Sharing(partner, line.Stream), new RecallSharing(body.Value.Why), asking)
                : Problems.Result(IncidentRefusals.Unknown)).Acts(Right.ShareWithPartners);
        incidents.MapPost("/{partner}/end", EndIncidentAsync).Acts(Right.ShareWithPartners);

        var advisories = routes.MapGroup(Routes.Advisories + "/{id}/sharing").WithTags("Exchange");
        advisories.MapGet("", async (AdvisoryId id, Caller caller, AdvisoryNeed need, SharingPages pages, HttpContext http)
                => await need.FindAsync(caller.Viewer, id.Value, http.RequestAborted) is { Line: var line } ? Lists.Ok(await pages.ListAsync(line.Stream, line.Value.Number, http.RequestAborted)) : Problems.Result(Domain.Advisories.AdvisoryRefusals.Unknown))
            .Produces<Page<SharingView>>().ProducesProblem(404).Needs(Right.ReadCases);
        advisories.MapPost("/preview", async (AdvisoryId id, Body<ShareWithPartnerRequest> body, Caller caller, AdvisoryNeed need, SharingPages pages, IRows rows, HttpContext http)
                => await need.FindAsync(caller.Viewer, id.Value, http.RequestAborted) is not { Line: var line } ? Problems.Result(Domain.Advisories.AdvisoryRefusals.Unknown)
                    : await rows.FindAsync(PartnerRegister.Table, body.Value.Partner.Value, http.RequestAborted) is null ? Problems.Result(PartnerRefusals.Unknown)
                    : Lists.Ok((await pages.PreviewAsync(line.Stream, body.Value.Partner, [], http.RequestAborted)).Preview))
            .Produces<SharingPreview>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ShareWithPartners);
        advisories.MapPost("", ShareAdvisoryAsync).Acts(Right.ShareWithPartners);
        advisories.MapPost("/{partner}/recall", (HttpContext http, AdvisoryId id, PartnerId partner, Body<RecallSharingRequest> body, Asking asking, AdvisoryNeed need, Commands commands)
            => OfAdvisoryAsync(http, id, partner, new RecallSharing(body.Value.Why), asking, need, commands)).Acts(Right.ShareWithPartners);
        advisories.MapPost("/{partner}/end", (HttpContext http, AdvisoryId id, PartnerId partner, Body<EndSharingRequest> body, Asking asking, AdvisoryNeed need, Commands commands)
            => OfAdvisoryAsync(http, id, partner, new EndSharing(body.Value.Why), asking, need, commands)).Acts(Right.ShareWithPartners);

        routes.MapGet(Routes.Partners + "/{id}/sent", async (PartnerId id, string? cursor, int? limit, Caller caller, SharingPages pages, IRows rows, HttpContext http)
                => await rows.FindAsync(PartnerRegister.Table, id.Value, http.RequestAborted) is null ? Problems.Result(PartnerRefusals.Unknown)
                    : Lists.Ok(await pages.SentAsync(caller.Viewer, id, cursor, Lists.Limit(limit), http.RequestAborted)))
            .WithTags("Partners").Produces<Page<SentView>>().ProducesProblem(400).ProducesProblem(404).Needs(Right.ReadCases);
    }

    private static async Task<IResult> ListOfIncidentAsync(IncidentId id, Caller caller, Need need, SharingPages pages, CancellationToken cancellationToken)
        => await need.IncidentAsync(caller.Viewer, id.Value, cancellationToken) is { } line
            ? Lists.Ok(await pages.ListAsync(line.Stream, line.Value.Number, cancellationToken))
            : Problems.Result(IncidentRefusals.Unknown);

    private static async Task<IResult> PreviewIncidentAsync(IncidentId id, Body<ShareWithPartnerRequest> body, Caller caller, Need need, SharingPages pages, IRows rows, CancellationToken cancellationToken)
    {
        if (await need.IncidentAsync(caller.Viewer, id.Value, cancellationToken) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        var indicators = Chosen(body.Value.Indicators, line.Value);
        return await rows.FindAsync(PartnerRegister.Table, body.Value.Partner.Value, cancellationToken) is null ? Problems.Result(PartnerRefusals.Unknown)
            : await RefuseAsync(indicators, line, rows, cancellationToken) is { } refusal ? Problems.Result(refusal)
            : Lists.Ok((await pages.PreviewAsync(line.Stream, body.Value.Partner, indicators, cancellationToken)).Preview);
    }

    private static async Task<IResult> ShareIncidentAsync(IncidentId id, Body<ShareWithPartnerRequest> body, Asking asking, Need need, SharingPages pages, Incidents.Incidents incidents, HttpContext http)
    {
        if (await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        // Against a hasty click it is looked at here; against what changes between this and the making, there.
        var indicators = Chosen(body.Value.Indicators, line.Value);
        return await LookedAtAsync(line.Stream, body.Value.Partner, indicators, body.Value.Preview, pages, http.RequestAborted) is { } refusal
            ? Problems.Result(refusal)
            : await incidents.RunAsync(http, IncidentId.Of(line.Id), new ShareIncident(null, null, body.Value.Until, body.Value.Why, body.Value.Partner, indicators, body.Value.Preview), asking);
    }

    private static async Task<IResult> CorrectAsync(
        IncidentId id, PartnerId partner, Body<CorrectSharingRequest> body, Asking asking, Need need, SharingPages pages, Commands commands, IRows rows, HttpContext http)
    {
        if (await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { } line)
        {
            return Problems.Result(IncidentRefusals.Unknown);
        }

        var indicators = Chosen(body.Value.Indicators, line.Value);
        if (await RefuseAsync(indicators, line, rows, http.RequestAborted) is { } invalid)
        {
            return Problems.Result(invalid);
        }

        var (draft, _, problem) = await pages.PreviewAsync(line.Stream, partner, indicators, http.RequestAborted);
        return (problem ?? (body.Value.Preview is { } seen && seen != draft.Hash ? SharingRefusals.Changed : null)) is { } refusal && refusal != PartnerRefusals.Unknown
            ? Problems.Result(refusal)
            : await commands.RunAsync(http, commands.Grains.Sharing(partner, line.Stream), new CorrectSharing(body.Value.Why, indicators, body.Value.Preview), asking);
    }

    private static async Task<IResult> EndIncidentAsync(IncidentId id, PartnerId partner, Body<EndSharingRequest> body, Asking asking, Need need, Incidents.Incidents incidents, HttpContext http)
        => await need.IncidentAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { } line ? Problems.Result(IncidentRefusals.Unknown)
            : line.Value.Shares.FirstOrDefault(share => share.With == Audience.Of(partner)) is not { } share ? Problems.Result(SharingRefusals.Unknown)
            : await incidents.RunAsync(http, IncidentId.Of(line.Id), new EndShare(share.Number, body.Value.Why), asking);

    private static async Task<IResult> ShareAdvisoryAsync(AdvisoryId id, Body<ShareWithPartnerRequest> body, Asking asking, AdvisoryNeed need, SharingPages pages, Commands commands, HttpContext http)
    {
        if (await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is not { Line: var line })
        {
            return Problems.Result(Domain.Advisories.AdvisoryRefusals.Unknown);
        }

        return await LookedAtAsync(line.Stream, body.Value.Partner, [], body.Value.Preview, pages, http.RequestAborted) is { } refusal
            ? Problems.Result(refusal)
            : await commands.RunAsync(
                http, commands.Grains.Sharing(body.Value.Partner, line.Stream), new ShareAdvisory(body.Value.Partner, AdvisoryId.Of(line.Id), body.Value.Why, body.Value.Until, body.Value.Preview), asking, line.Value.Number);
    }

    private static async Task<IResult> OfAdvisoryAsync(HttpContext http, AdvisoryId id, PartnerId partner, SharingCommand command, Asking asking, AdvisoryNeed need, Commands commands)
        => await need.FindAsync(asking.Caller.Viewer, id.Value, http.RequestAborted) is { Line: var line }
            ? await commands.RunAsync(http, commands.Grains.Sharing(partner, line.Stream), command, asking, line.Value.Number)
            : Problems.Result(Domain.Advisories.AdvisoryRefusals.Unknown);

    /// <summary>What the decision itself cannot see: that what had left was revoked, and that it is not what was looked at.</summary>
    private static async Task<Refusal?> LookedAtAsync(StreamId origin, PartnerId partner, IReadOnlyList<SharedIndicator>? indicators, string? preview, SharingPages pages, CancellationToken cancellationToken)
    {
        var (draft, _, problem) = await pages.PreviewAsync(origin, partner, indicators ?? [], cancellationToken);
        return problem == SharingRefusals.Revoked ? problem : problem is null && preview is not null && preview != draft.Hash ? SharingRefusals.Changed : null;
    }

    /// <summary>The observables that were chosen. Without a time they count from when the incident was opened, so that a preview and the act say the same.</summary>
    private static SharedIndicator[]? Chosen(IReadOnlyList<IndicatorRequest>? indicators, IncidentRow incident)
        => indicators is null ? null
            : [.. ObservableTexts.Read([.. indicators.Select(one => one.Observable)], distinct: false).Zip(indicators, (observable, one) => new SharedIndicator(observable, one.ValidFrom ?? incident.OpenedAt, one.ValidUntil, one.Types, one.Confidence))];

    private static async Task<Refusal?> RefuseAsync(SharedIndicator[]? indicators, Row<IncidentRow> line, IRows rows, CancellationToken cancellationToken)
        => indicators is null ? null : SharedIndicators.Refuse(indicators, (await rows.FindAsync(IncidentRows.Details, line.Id, cancellationToken))?.Value.Observables.ToArray() ?? []);
}
