using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Retention;

/// <summary>What is held on a person, and erasing them.</summary>
internal static class PersonEndpoints
{
    private static readonly Refusal WordTooShort = new(RefusalKind.Invalid, "person.word-too-short", "Name an address or a name of at least three characters.", "word");

    public static void MapPersonRecords(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.People).Needs(Right.ManageAccess).WithTags("Retention");
        group.MapGet("/report", OfWordAsync).Produces<PersonReport>().ProducesProblem(400);
        group.MapGet("/{id}/report", OfPersonAsync).Produces<PersonReport>().ProducesProblem(404);
        group.MapGet("/{id}/erasure", PlanAsync).Produces<PersonErasurePlan>().ProducesProblem(404);
        group.MapPost("/{id}/erase", (HttpContext http, PersonId id, Body<EraseRequest> body, Asking asking, Commands commands)
                => commands.RunAsync(http, commands.Grains.Person(id), new ErasePerson(id, body.Value.Reason), asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> OfWordAsync(string? word, string? format, Caller caller, PersonReports reports, UserManager<Account> users, CancellationToken cancellationToken)
        => word?.Trim() is { Length: > 2 } asked ? Answer(await reports.MakeAsync(caller.Viewer, null, asked, users, cancellationToken), format) : Problems.Result(WordTooShort);

    private static async Task<IResult> OfPersonAsync(PersonId id, string? format, Caller caller, IRows rows, PersonReports reports, UserManager<Account> users, CancellationToken cancellationToken)
        => await rows.FindAsync(PersonKind.Table, id.Value, cancellationToken) is null
            ? Problems.Result(PersonRefusals.Unknown)
            : Answer(await reports.MakeAsync(caller.Viewer, id, null, users, cancellationToken), format);

    private static async Task<IResult> PlanAsync(PersonId id, PersonReports reports, UserManager<Account> users, CancellationToken cancellationToken)
        => await reports.PlanAsync(id, users, cancellationToken) is { } plan ? Lists.Ok(plan) : Problems.Result(PersonRefusals.Unknown);

    private static IResult Answer(PersonReport report, string? format)
        => format == "text" ? Results.Text(report.ToText(), "text/plain", System.Text.Encoding.UTF8) : Lists.Ok(report);
}
