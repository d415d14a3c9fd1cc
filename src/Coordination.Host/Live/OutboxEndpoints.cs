using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Live;

/// <summary>Messages that were taken out of service, for people to look at and put back.</summary>
internal static class OutboxEndpoints
{
    private static readonly Refusal Unknown = new(RefusalKind.Unknown, "outbox.unknown", "No parked message has this id. It may have been put back already.");

    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Outbox + "/parked").Needs(Right.ReadCases).WithTags("Outbox");
        group.MapGet("", async (IOutbox outbox, CancellationToken cancellationToken) => Lists.Ok(new Page<ParkedView>(
                [.. (await outbox.ListParkedAsync(cancellationToken)).Select(one => new ParkedView(one.Id, one.Target.Value, one.Code, one.Detail, one.Due, one.Failures))])))
            .Produces<Page<ParkedView>>();
        group.MapPost("/{id}/retry", async (string id, IOutbox outbox, SystemHealth health, CancellationToken cancellationToken) =>
            {
                // A message's id has slashes; the server leaves them escaped in an address.
                var message = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
                if (!await outbox.UnparkAsync(message, cancellationToken))
                {
                    return Problems.Result(Unknown);
                }

                // No event says so; the boards hear of it from here.
                await health.LookAsync(cancellationToken);
                return Lists.Ok(new CommandAnswer(message, 0));
            })
            .Produces<CommandAnswer>().ProducesProblem(404).Needs(Right.WorkOnCases);
    }
}
