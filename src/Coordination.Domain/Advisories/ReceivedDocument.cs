using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>One version of a document of another publisher, as it was received.</summary>
/// <param name="Version">As the publisher counts.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Label">The label as it stood there; null where there was none.</param>
/// <param name="Bytes">The document, compressed (Brotli, base64).</param>
/// <param name="Origin">The file or address that it came from.</param>
public sealed record DocumentVersion(string Version, string Hash, string? Label, string Title, string Bytes, string Origin);

/// <summary>Names a document: by publisher and tracking id it is the same, whoever brings it.</summary>
public sealed record DocumentName(string Namespace, string TrackingId, string Publisher);

/// <summary>A document of another publisher in all its versions, and the advisory that was drafted from it.</summary>
public sealed record ReceivedDocument
{
    public static readonly ReceivedDocument Empty = new();

    public DocumentName? Name { get; init; }

    /// <summary>Null while nobody has drafted one from it.</summary>
    public AdvisoryId? Advisory { get; init; }

    /// <summary>The number that was taken for it.</summary>
    public string Number { get; init; } = "";
    public DocumentVersion? Newest { get; init; }

    /// <summary>The draft that the newest version makes.</summary>
    public AdvisoryContent? Content { get; init; }

    /// <summary>The hash of each version that was taken.</summary>
    public ImmutableDictionary<string, string> Hashes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the newest changed against the one before.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What was brought and not taken, with the reason.</summary>
    public ImmutableArray<Quarantined> Quarantine { get; init; } = [];
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A document that was brought and not taken.</summary>
public sealed record Quarantined(string Version, string Hash, string Reason, string Origin, DateTimeOffset At);

[JsonDerivedType(typeof(DocumentReceived), "document-received")]
[JsonDerivedType(typeof(DocumentDrafted), "document-drafted")]
[JsonDerivedType(typeof(DocumentQuarantined), "document-quarantined")]
public abstract record ReceivedDocumentEvent;

/// <summary>A document, or a newer version of it, was taken.</summary>
/// <param name="Changes">What it changes against the version before, as sentences.</param>
public sealed record DocumentReceived(DocumentName Name, DocumentVersion Document, AdvisoryContent Content, IReadOnlyList<string> Changes) : ReceivedDocumentEvent;

/// <summary>An advisory is drafted from it.</summary>
public sealed record DocumentDrafted(AdvisoryId Advisory, string Number) : ReceivedDocumentEvent;

public sealed record DocumentQuarantined(string Version, string Hash, string Reason, string Origin) : ReceivedDocumentEvent;

[JsonDerivedType(typeof(ReceiveDocument), "receive-document")]
[JsonDerivedType(typeof(DraftFromDocument), "draft-from-document")]
public abstract record ReceivedDocumentCommand : ICommand<ReceivedDocument, ReceivedDocumentEvent>
{
    public abstract Decision<ReceivedDocumentEvent> Decide(ReceivedDocument state, Context context);
}

public static class DocumentRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "document.unknown", "There is no such document.");
    public static readonly Refusal TooLarge = new(RefusalKind.Invalid, "document.too-large", "The document is too large to be kept, even compressed. Ask the publisher to divide it.");
}

/// <summary>A received document as it is listed.</summary>
public sealed record ReceivedDocumentRow(
    string Namespace, string TrackingId, string Publisher, string Version, string Hash, string? Label, string Title, string Origin, AdvisoryId? Advisory, IReadOnlyList<string> Versions,
    IReadOnlyList<string> Changes, IReadOnlyList<Quarantined> Quarantine, DateTimeOffset ReceivedAt)
{
    /// <summary>The number of the advisory; empty while there is none.</summary>
    public string Number { get; init; } = "";

    /// <summary>The label as it is meant; of rows written before it was kept null.</summary>
    public Tlp? Tlp { get; init; }
}

/// <summary>A version whole.</summary>
public sealed record OriginalRow(string Bytes);

/// <summary>Documents of other publishers.</summary>
public sealed class ReceivedDocumentKind : Kind<ReceivedDocument, ReceivedDocumentCommand, ReceivedDocumentEvent>
{
    public static readonly ReceivedDocumentKind Instance = new();

    public static readonly RowTable<ReceivedDocumentRow> Lines = new("document_row",
    [
        RowTable<ReceivedDocumentRow>.Text("advisory", row => row.Advisory?.Value),
        RowTable<ReceivedDocumentRow>.Number("quarantined", row => row.Quarantine.Count > 0),
        RowTable<ReceivedDocumentRow>.Instant("received_at", row => row.ReceivedAt),
    ])
    { Indexes = ["advisory", "received_at", "quarantined, received_at"] };

    public static readonly RowTable<OriginalRow> Whole = new("document_original_row", []);

    public override string Name => "document";

    public override int SnapshotSchema => 2;

    public override ReceivedDocument Empty => ReceivedDocument.Empty;

    /// <summary>Names a version's original: what was published from an older one is still given back from that.</summary>
    public static string OriginalOf(string key, string hash) => $"{key}.{hash}";

    /// <summary>The stream of a document.</summary>
    /// <param name="key">A hash over namespace and tracking id.</param>
    public static StreamId Stream(string key) => new("document", key);

    public override ReceivedDocument Apply(ReceivedDocument state, Recorded<ReceivedDocumentEvent> recorded) => recorded.Event switch
    {
        DocumentReceived e => state with
        {
            Name = e.Name,
            Newest = e.Document,
            Content = e.Content,
            Hashes = state.Hashes.SetItem(e.Document.Version, e.Document.Hash),
            Changes = e.Changes,
            ReceivedAt = recorded.At,
        },
        DocumentDrafted e => state with { Advisory = e.Advisory, Number = e.Number },
        DocumentQuarantined e => state with { Quarantine = state.Quarantine.Add(new(e.Version, e.Hash, e.Reason, e.Origin, recorded.At)) },
        _ => state,
    };

    public override Effects React(StreamId stream, ReceivedDocument before, IReadOnlyList<Recorded<ReceivedDocumentEvent>> events, ReceivedDocument after)
        => Reactions.OfReceivedDocument(before, events);

    public override IEnumerable<RowChange> Rows(StreamId stream, ReceivedDocument before, Recorded<ReceivedDocumentEvent> recorded, ReceivedDocument after)
    {
        var (name, newest) = (after.Name!, after.Newest!);
        yield return Lines.Put(stream.Key, new(
            name.Namespace, name.TrackingId, name.Publisher, newest.Version, newest.Hash, newest.Label, newest.Title, newest.Origin, after.Advisory, [.. after.Hashes.Keys.Order(StringComparer.Ordinal)], after.Changes, after.Quarantine,
            after.ReceivedAt)
        {
            Number = after.Number,
            Tlp = after.Content!.Tlp,
        });
        if (recorded.Event is DocumentReceived)
        {
            yield return Whole.Put(OriginalOf(stream.Key, newest.Hash), new(newest.Bytes));
        }
    }

    public override bool Begins(ReceivedDocumentCommand command) => command is ReceiveDocument;
}
