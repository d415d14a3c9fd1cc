using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Incidents;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Incidents;

/// <summary>Opens an incident by hand.</summary>
internal static class OpenIncidentEndpoint
{
    public static void MapOpenIncident(this IEndpointRouteBuilder routes)
        => routes.MapPost(Routes.Incidents, OpenAsync)
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .Needs(Right.WorkOnCases).WithTags("Incidents");

    private static Task<IResult> OpenAsync(HttpContext http, Body<OpenIncidentRequest> body, Asking asking, Commands commands, OpeningNumbers numbers)
    {
        var (request, id) = (body.Value, asking.NewId<IncidentId>("incident"));
        return commands.BeginAsync(http, commands.Grains.Incident(id), id, numbers, number => new OpenIncident
        {
            Number = number,
            Title = request.Title,
            Description = request.Description,
            Severity = request.Severity,
            Tlp = request.Tlp,
            Classification = request.Classification,
            Institutions = request.Institutions,
            Observables = ObservableTexts.Read(request.Observables),
            Exercise = request.Exercise,
        }, asking);
    }
}

/// <summary>The numbers of incidents that are opened by hand.</summary>
internal sealed class OpeningNumbers(IIncidentNumbers numbers, IRows rows) : GivenNumbers<IncidentId>
{
    public override async Task<string?> WrittenAsync(IncidentId id, CancellationToken cancellationToken) => (await rows.FindAsync(IncidentRows.Lines, id.Value, cancellationToken))?.Value.Number;

    protected override Task<string> NextAsync() => numbers.NextAsync(CancellationToken.None);
}
