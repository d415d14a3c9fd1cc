using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
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
                return await intake.TakeAsync(bytes, OriginOf(origin), asking, http.RequestAborted);
            })
            .Accepts<object>("application/json").Produces<CsafReceipt>().ProducesProblem(400).ProducesProblem(413).Needs(Right.DraftAdvisories);
        group.MapGet("", ListAsync).Produces<Page<ReceivedDocumentView>>().ProducesProblem(400).Needs(Right.ReadCases);
        group.MapGet("/{document}", OriginalAsync).Produces<string>(contentType: "application/json").ProducesProblem(404).Needs(Right.ReadCases);
    }

    private static string OriginOf(string? given)
    {
        var origin = string.IsNullOrWhiteSpace(given) ? "sent" : given.Trim();
        return origin.Length <= 500 && !origin.Any(char.IsControl)
            ? origin
            : throw new RequestRefusedException(StatusCodes.Status400BadRequest, "csaf.origin-invalid", "An origin is one line of at most 500 characters.", "origin");
    }

    private static async Task<IResult> ListAsync(string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(ReceivedDocumentKind.Lines, new RowQuery(null, "received_at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<ReceivedDocumentView>([.. page.Rows.Select(ViewOf)], page.Next));
    }

    /// <summary>The newest version as it was received, byte for byte.</summary>
    private static async Task<IResult> OriginalAsync(string document, IRows rows, CancellationToken cancellationToken)
        => Id.IsValid(document) && await rows.FindAsync(ReceivedDocumentKind.Whole, document, cancellationToken) is { } row
            ? Results.Bytes(CsafDocuments.Unpacked(row.Value.Bytes), "application/json")
            : Problems.Result(new Refusal(RefusalKind.Unknown, "document.unknown", "There is no such document."));

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
        Changes = row.Value.Changes,
        Quarantine = [.. row.Value.Quarantine.Select(one => new QuarantinedDocument(one.Version, one.Hash, one.Reason, one.Origin, one.At))],
        ReceivedAt = row.Value.ReceivedAt,
    };
}

/// <summary>Brings a document to the thing that knows all its versions.</summary>
internal sealed class CsafIntake(Commands commands, AdvisoryNumbers numbers, IRows rows)
{
    public async Task<IResult> TakeAsync(ReadOnlyMemory<byte> bytes, string origin, Asking asking, CancellationToken cancellationToken)
    {
        var reading = CsafDocument.Read(bytes);
        if (reading.Document is not { } document)
        {
            var first = reading.Findings.First(finding => finding.Level == FindingLevel.Error);
            var more = reading.Findings.Count(finding => finding.Level == FindingLevel.Error) - 1;
            return Problems.Result(Problems.Of(
                StatusCodes.Status400BadRequest, first.Code, more == 0 ? first.Text : $"{first.Text} There are {more} more errors; coordctl csaf check shows them all.", first.Path.Length == 0 ? null : first.Path));
        }

        var (content, warnings) = CsafContent.Of(document);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{document.Namespace.Length}:{document.Namespace}{document.TrackingId}")))[..32];
        var advisory = AdvisoryId.Of(key);
        var known = await rows.FindAsync(ReceivedDocumentKind.Lines, key, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var command = new ReceiveDocument(
            new(document.Namespace, document.TrackingId, document.Publisher), new(document.Version, hash, document.Label, document.Title, CsafDocuments.Packed(bytes.Span), origin),
            advisory, known is null ? await numbers.ForAsync(advisory, cancellationToken) : "", content);
        // Whether it is new says the thing itself; the same document twice is no repeat of a request.
        var thing = commands.Grains.ReceivedDocument(ReceivedDocumentKind.Stream(key));
        var answer = await commands.AskAsync(thing, (ReceivedDocumentCommand)command, asking, cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Result(refusal);
        }

        var row = (await rows.FindAsync(ReceivedDocumentKind.Lines, key, cancellationToken))!;
        var quarantined = row.Value.Quarantine.FirstOrDefault(one => one.Hash == hash);
        var status = quarantined is not null ? CsafReceiptStatus.Quarantined
            : row.Version == known?.Version ? CsafReceiptStatus.Known
            : known is null && row.Value.Versions.Count == 1 ? CsafReceiptStatus.Accepted
            : CsafReceiptStatus.Newer;
        return Lists.Ok(new CsafReceipt(
            status, key, row.Value.Advisory, document.Publisher, document.TrackingId, document.Version, status == CsafReceiptStatus.Newer ? row.Value.Changes : [], [.. reading.Findings, .. warnings], quarantined?.Reason));
    }
}
