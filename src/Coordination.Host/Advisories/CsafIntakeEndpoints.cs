using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Coordination.Host.Advisories;

/// <summary>Takes CSAF documents of others, and lists what was taken and what was not.</summary>
internal static class CsafIntakeEndpoints
{
    public static void MapCsafIntake(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.CsafDocuments).WithTags("Advisories");
        group.MapPost("", async (HttpContext http, string? origin, Asking asking, CsafIntake intake) =>
            {
                // Documents of large vendors are larger than anything else that is sent here.
                http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = CsafLimits.Default.Bytes + 1;
                var bytes = await BodyBytes.ReadAsync(http.Request, CsafLimits.Default.Bytes, http.RequestAborted);
                var taken = await intake.TakeAsync(bytes, OriginOf(origin), draft: true, asking.Actor, onlyOf: null, http.RequestAborted);
                return taken.Receipt is { } receipt ? Lists.Ok(receipt) : Problems.Result(new Refusal(taken.Kind, taken.Code, taken.Reason, taken.Field));
            })
            .Accepts<object>("application/json").Produces<CsafReceipt>().ProducesProblem(400).ProducesProblem(413).Needs(Right.DraftAdvisories);
        group.MapGet("", ListAsync).Produces<Page<ReceivedDocumentView>>().ProducesProblem(400).Needs(Right.ReadCases);
        group.MapPost("/{document}/draft", DraftAsync).Produces<CommandAnswer>().ProducesProblem(404).Needs(Right.DraftAdvisories);
        group.MapGet("/{document}", OriginalAsync).Produces<string>(contentType: "application/json").ProducesProblem(404).Needs(Right.ReadCases);
    }

    private static string OriginOf(string? given)
    {
        var origin = string.IsNullOrWhiteSpace(given) ? "sent" : given.Trim();
        return origin.Length <= 500 && !origin.Any(char.IsControl)
            ? origin
            : throw new RequestRefusedException(StatusCodes.Status400BadRequest, "csaf.origin-invalid", "An origin is one line of at most 500 characters.", "origin");
    }

    private static async Task<IResult> ListAsync(bool? quarantined, string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(ReceivedDocumentKind.Lines, new RowQuery(quarantined is true ? RowFilter.Is("quarantined", true) : null, "received_at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<ReceivedDocumentView>([.. page.Rows.Select(ViewOf)], page.Next));
    }

    /// <summary>The newest version as it was received, byte for byte.</summary>
    private static async Task<IResult> OriginalAsync(string document, Caller caller, IRows rows, Readings readings, CancellationToken cancellationToken)
    {
        if (!Id.IsValid(document) || await rows.FindAsync(ReceivedDocumentKind.Lines, document, cancellationToken) is not { } line
            || await rows.FindAsync(ReceivedDocumentKind.Whole, ReceivedDocumentKind.OriginalOf(document, line.Value.Hash), cancellationToken) is not { } row)
        {
            return Problems.Result(DocumentRefusals.Unknown);
        }

        // Of what is strictly labelled it is kept who took it.
        await readings.KeepAsync(caller, ReceivedDocumentKind.Stream(document), line.Value.TrackingId, LabelOf(line.Value), Sight.All, cancellationToken);
        return Results.Bytes(CsafDocuments.Unpacked(row.Value.Bytes), "application/json");
    }

    /// <summary>Rows of before know the label as it stands there only, which is RED for everything strict.</summary>
    private static Tlp LabelOf(ReceivedDocumentRow row) => row.Tlp ?? CsafNames.TlpOf(row.Label, null) ?? Tlp.Amber;

    /// <summary>Begins an advisory of ours from it; where there is one, that one is answered.</summary>
    private static async Task<IResult> DraftAsync(HttpContext http, string document, Asking asking, Commands commands, AdvisoryNumbers numbers, IRows rows)
    {
        if (!Id.IsValid(document) || await rows.FindAsync(ReceivedDocumentKind.Lines, document, http.RequestAborted) is not { } line)
        {
            return Problems.Result(DocumentRefusals.Unknown);
        }

        var advisory = line.Value.Advisory ?? AdvisoryId.Of(document);
        var number = line.Value.Number is { Length: > 0 } begun ? begun : await numbers.ForAsync(advisory, http.RequestAborted);
        var thing = commands.Grains.ReceivedDocument(ReceivedDocumentKind.Stream(document));
        var answer = await commands.AskAsync(thing, (ReceivedDocumentCommand)new DraftFromDocument(advisory, number), asking, http.RequestAborted);
        if ((await rows.FindAsync(ReceivedDocumentKind.Lines, document, http.RequestAborted))?.Value is { Number.Length: > 0 } now && now.Number != number)
        {
            // Another process was asked the same at the same time and took another number, which is the one that counts.
            (advisory, number) = (now.Advisory!.Value, now.Number);
            answer = answer.Code == "operation.reused" ? await commands.AskAsync(thing, (ReceivedDocumentCommand)new DraftFromDocument(advisory, number), asking, http.RequestAborted) : answer;
        }

        return Commands.ToHttp(http, AdvisoryKind.Stream(advisory), answer, number);
    }

    private static ReceivedDocumentView ViewOf(Row<ReceivedDocumentRow> row) => new()
    {
        Id = row.Id,
        Publisher = row.Value.Publisher,
        Namespace = row.Value.Namespace,
        TrackingId = row.Value.TrackingId,
        Title = row.Value.Title,
        Version = row.Value.Version,
        Versions = row.Value.Versions,
        Label = row.Value.Label,
        Origin = row.Value.Origin,
        Advisory = row.Value.Advisory,
        // Sentences about the content: whoever reads those of what is strict opens the document, and that is kept.
        Changes = ReadingKind.IsKept(LabelOf(row.Value)) ? [] : row.Value.Changes,
        Quarantine = [.. row.Value.Quarantine.Select(one => new QuarantinedDocument(one.Version, one.Hash, one.Reason, one.Origin, one.At))],
        ReceivedAt = row.Value.ReceivedAt,
    };
}
