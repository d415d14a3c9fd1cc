using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Host.Advisories;

/// <summary>What became of a document that was brought: a receipt, or why it was refused.</summary>
/// <param name="Field">The place in the document.</param>
internal sealed record CsafTaken(CsafReceipt? Receipt, string Code = "", string Reason = "", string? Field = null, RefusalKind Kind = RefusalKind.Invalid);

/// <summary>Brings a document to the thing that knows all its versions.</summary>
internal sealed class CsafIntake(Patience patience, AdvisoryNumbers numbers, IRows rows)
{
    private const string ErasedCode = "stream.erased";
    private const int MostGenerations = 50;

    /// <param name="draft">An advisory is begun from it, unless there is one.</param>
    public async Task<CsafTaken> TakeAsync(ReadOnlyMemory<byte> bytes, string origin, bool draft, Actor actor, string? onlyOf, CancellationToken cancellationToken)
    {
        var reading = CsafDocument.Read(bytes);
        if (reading.Document is not { } document)
        {
            var errors = reading.Findings.Where(finding => finding.Level == FindingLevel.Error).ToArray();
            return new(null, errors[0].Code, errors.Length == 1 ? errors[0].Text : $"{errors[0].Text} There are {errors.Length - 1} more errors; coordctl csaf check shows them all.", errors[0].Path.Length == 0 ? null : errors[0].Path);
        }

        if (onlyOf is not null && document.Namespace != onlyOf)
        {
            return new(null, "csaf-publisher", $"It is published in the name of {document.Namespace}, and this provider speaks for {onlyOf}.", "/document/publisher/namespace");
        }

        var (content, warnings) = CsafContent.Of(document);
        if (warnings.FirstOrDefault(finding => finding.Level == FindingLevel.Error) is { } impossible)
        {
            return new(null, impossible.Code, impossible.Text, impossible.Path);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var version = new DocumentVersion(document.Version, hash, document.Label, document.Title, CsafDocuments.Packed(bytes.Span), origin);
        if (ReceiveDocument.Refuse(version, content) is { } unkept)
        {
            return Refused(unkept);
        }

        var (key, known, answer) = ("", (Row<ReceivedDocumentRow>?)null, (Answer?)null);
        for (var generation = 0; answer is null || (answer.Refusal?.Code == ErasedCode && generation < MostGenerations); generation++)
        {
            key = KeyOf(document, generation);
            known = await rows.FindAsync(ReceivedDocumentKind.Lines, key, cancellationToken);
            var advisory = draft && known?.Value.Advisory is null && !await IsAnotherAsync(key, known, version, cancellationToken) ? AdvisoryId.Of(key) : (AdvisoryId?)null;
            var command = new ReceiveDocument(
                new(document.Namespace, document.TrackingId, document.Publisher), version, content, advisory, advisory is { } begun ? await numbers.ForAsync(begun, cancellationToken) : "");
            // Whether it is new says the thing itself. The caller's key names no operation here: the command depends on what was just read, so a repeat under it would look like another request.
            answer = await patience.AskAsync(
                ReceivedDocumentKind.Stream(key), new Operation { Id = Guid.NewGuid().ToString("N"), Actor = actor.Value, Command = DomainJson.Write<ReceivedDocumentCommand>(command) }, cancellationToken);
        }

        if (answer.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        var row = (await rows.FindAsync(ReceivedDocumentKind.Lines, key, cancellationToken))!;
        var quarantined = row.Value.Quarantine.FirstOrDefault(one => one.Hash == hash);
        var status = quarantined is not null ? CsafReceiptStatus.Quarantined
            : row.Value.Version == known?.Value.Version ? CsafReceiptStatus.Known
            : known is null && row.Value.Versions.Count == 1 ? CsafReceiptStatus.Accepted
            : CsafReceiptStatus.Newer;
        return new(new CsafReceipt(
            status, key, row.Value.Advisory, document.Publisher, document.TrackingId, document.Version, status == CsafReceiptStatus.Newer ? row.Value.Changes : [], [.. reading.Findings, .. warnings], quarantined?.Reason));
    }

    private static CsafTaken Refused(Refusal refusal) => new(null, refusal.Code, refusal.Detail, refusal.Field, refusal.Kind);

    /// <summary>This version was taken with another content: it will be kept apart and begins nothing, so no number is taken for it.</summary>
    private async Task<bool> IsAnotherAsync(string key, Row<ReceivedDocumentRow>? known, DocumentVersion version, CancellationToken cancellationToken)
        => known?.Value.Versions.Contains(version.Version) == true && await rows.FindAsync(ReceivedDocumentKind.Whole, ReceivedDocumentKind.OriginalOf(key, version.Hash), cancellationToken) is null;

    /// <summary>By publisher and tracking id a document is the same, whoever brings it; until it is erased, for where that was nothing is ever written again.</summary>
    private static string KeyOf(CsafDocument document, int generation)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{document.Namespace.Length}:{document.Namespace}{document.TrackingId}")))[..32] + (generation == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{generation}"));
}
