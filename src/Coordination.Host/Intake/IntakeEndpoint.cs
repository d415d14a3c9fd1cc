using Coordination.Connectors.Intake;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Intake;
using Coordination.Grains.Intake;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Http;

namespace Coordination.Host.Intake;

/// <summary>Takes deliveries of alerts: one, an array, or one a line. Accepted means committed; a bad line costs its neighbours nothing.</summary>
internal static class IntakeEndpoint
{
    public static void MapIntake(this IEndpointRouteBuilder routes)
        => routes.MapPost(Routes.Intake + "/{source}", DeliverAsync)
            .Accepts<object>("application/json", "application/x-ndjson")
            .Produces<IntakeAnswer>(StatusCodes.Status202Accepted).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(429)
            .RequireAuthorization(AccessPolicies.Intake).WithTags("Intake").WithDescription("Needs a token of this source, or the right manage-registers.");

    private static async Task<IResult> DeliverAsync(
        HttpContext http, string source, Asking asking, SourceCache sources, IEnumerable<IIntakeFormat> formats, IIntake intake, RequestLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!SourceId.TryParse(source, null, out var id))
        {
            return Problems.Result(SourceRefusals.Unknown);
        }

        if (asking.Caller.Source != id && !Rights.Has(asking.Caller.Viewer, Right.ManageRegisters))
        {
            return Problems.Result(new Refusal(RefusalKind.Forbidden, "intake.other-source", "This token is bound to another source."));
        }

        if (await sources.FindAsync(id.Value, cancellationToken) is not { } settings)
        {
            return Problems.Result(SourceRefusals.Unknown);
        }

        var body = await BodyBytes.ReadAsync(http.Request, IntakeLines.MaxBodyBytes, cancellationToken);
        var lines = IntakeLines.Read(body, http.Request.ContentType, formats.Single(format => format.Format == settings.Format), clock.GetUtcNow());
        if (lines.Count == 0)
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "intake.empty", "The body holds no line. Send one JSON object, an array, or one object a line.");
        }

        if (limits.Deliver(http, lines.Count) is { } tooMany)
        {
            return tooMany;
        }

        if (settings.DefaultClassification is { } type)
        {
            lines = [.. lines.Select(line => line.Alert is { Classification: "undetermined" } alert ? line with { Alert = alert with { Classification = type } } : line)];
        }

        // Whoever hangs up does not know what became of it; so it is carried out, and sending it again under the same key changes nothing.
        var answer = await intake.AcceptAsync(id, lines, asking.OperationId, CancellationToken.None);
        return answer.Accepted + answer.Repeated > 0
            ? Results.Json(answer, Wire.Json, statusCode: StatusCodes.Status202Accepted)
            : Results.Json(new NothingAccepted(answer), Wire.Json, Problems.ContentType, StatusCodes.Status400BadRequest);
    }

    /// <summary>A problem document that carries the receipts.</summary>
    private sealed record NothingAccepted(IntakeAnswer Answer)
    {
        public string Type { get; } = "about:blank";
        public int Status { get; } = StatusCodes.Status400BadRequest;
        public string Title { get; } = "Bad Request";
        public string Code { get; } = "intake.nothing-accepted";
        public string Detail { get; } = $"None of {Answer.Refused} lines could be taken. Each receipt says why: {Answer.Receipts[0].Refusal?.Detail}";
        public IReadOnlyList<Receipt> Receipts { get; } = Answer.Receipts;

        [System.Text.Json.Serialization.JsonIgnore]
        public IntakeAnswer Answer { get; } = Answer;
    }
}
