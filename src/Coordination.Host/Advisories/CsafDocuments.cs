using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Advisories;

/// <summary>A document as it is served, with what is served beside it.</summary>
internal sealed record ServedDocument(byte[] Bytes, string Sha256, string Sha512, string Signature);

/// <summary>What the provider has to serve: what is published, made into documents when it is asked for, and kept in memory as long as the advisory stays the same.</summary>
internal sealed class CsafDocuments(IRows rows, IOptions<CoordinationOptions> options, PublicAddress address, TimeProvider clock)
{
    /// <summary>Bytes of documents that are kept in memory.</summary>
    private const long MostKept = 64 * 1024 * 1024;

    /// <summary>A feed lists so many, the newest: further ones are found by the advisories' pages.</summary>
    private const int MostListed = 10_000;

    private readonly ConcurrentDictionary<(string Id, long Version), ServedDocument> _kept = new();

    /// <summary>Documents that are being made: who asks for one meanwhile waits for it.</summary>
    private readonly ConcurrentDictionary<(string Id, long Version), Lazy<Task<ServedDocument>>> _making = new();

    /// <summary>Listings that are being read, by label.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<(Row<AdvisoryRow> Line, CsafAdvisory Advisory)>>>> _listing = new(StringComparer.Ordinal);
    private readonly Lazy<OpenPgpKey> _key = new(() => CsafKeyFile.Open(options.Value.Csaf, options.Value.Keys, options.Value.Database.Engine == DatabaseEngine.Sqlite, clock.GetUtcNow()));

    public bool IsSet => options.Value.Csaf.IsSet;

    public OpenPgpKey Key => _key.Value;

    public CsafProvider Provider => new(new CsafProducer(PublisherOf(options.Value.Csaf)), address.Value, Key.Fingerprint);

    /// <summary>A line of a listing. It says no more of what is strictly labelled than the list of advisories does: who reads further is kept.</summary>
    public static CsafEntry EntryOf(CsafAdvisory advisory)
        => new(advisory.Number, advisory.Content.Title, ReadingKind.IsKept(advisory.Content.Tlp) ? advisory.Content.Title : advisory.Content.Summary, advisory.Year, advisory.ReleasedAt, advisory.ChangedAt);

    /// <summary>What is published under a label of CSAF, the newest first; exercises never. It is read once for all who ask at the same time: anyone may ask for what is white.</summary>
    public Task<IReadOnlyList<(Row<AdvisoryRow> Line, CsafAdvisory Advisory)>> PublishedAsync(string label, CancellationToken cancellationToken)
        => _listing.GetOrAdd(label, _ => new(() => ListedAsync(label))).Value.WaitAsync(cancellationToken);

    private async Task<IReadOnlyList<(Row<AdvisoryRow> Line, CsafAdvisory Advisory)>> ListedAsync(string label)
    {
        try
        {
            return await ReadAsync(label, CancellationToken.None);
        }
        finally
        {
            _listing.TryRemove(label, out _);
        }
    }

    private async Task<IReadOnlyList<(Row<AdvisoryRow> Line, CsafAdvisory Advisory)>> ReadAsync(string label, CancellationToken cancellationToken)
    {
        var found = new List<(Row<AdvisoryRow>, CsafAdvisory)>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(
                AdvisoryKind.Lines, new RowQuery(new Compare("published_at", Comparison.NotEqual, null) & RowFilter.Is("exercise", false), "published_at", Descending: true, 500, cursor), cancellationToken);
            Row<AdvisoryRow>[] lines = [.. page.Rows.Where(row => MayBe(label, row.Value))];
            var details = (await rows.FindManyAsync(AdvisoryKind.Details, [.. lines.Select(row => row.Id)], cancellationToken)).ToDictionary(row => row.Id, row => row.Value);
            found.AddRange(lines.Select(row => (Line: row, Advisory: Of(row, details.GetValueOrDefault(row.Id))))
                .Where(one => one.Advisory is not null && CsafNames.LabelOf(one.Advisory.Content.Tlp).Equals(label, StringComparison.OrdinalIgnoreCase)).Select(one => (one.Line, one.Advisory!)));
            cursor = page.Next;
        }
        while (cursor is not null && found.Count < MostListed);
        return found;
    }

    /// <summary>One of them, by the year and file of its address.</summary>
    public async Task<(Row<AdvisoryRow> Line, CsafAdvisory Advisory)?> FindAsync(string label, string year, string file, CancellationToken cancellationToken)
    {
        var page = await rows.ListAsync(AdvisoryKind.Lines, new RowQuery(RowFilter.Is("number", Path.GetFileNameWithoutExtension(file).ToUpperInvariant()), Limit: 1), cancellationToken);
        return page.Rows is [var line] && MayBe(label, line.Value) && Of(line, (await rows.FindAsync(AdvisoryKind.Details, line.Id, cancellationToken))?.Value) is { } advisory
            && EntryOf(advisory).Path == $"{year}/{file}" && CsafNames.LabelOf(advisory.Content.Tlp).Equals(label, StringComparison.OrdinalIgnoreCase)
            ? (line, advisory)
            : null;
    }

    public async Task<ServedDocument> ServeAsync(Row<AdvisoryRow> line, CsafAdvisory advisory, CancellationToken cancellationToken)
    {
        var key = (line.Id, line.Version);
        if (_kept.TryGetValue(key, out var kept))
        {
            return kept;
        }

        // It is made to its end, whoever leaves meanwhile: others wait for it.
        return await _making.GetOrAdd(key, _ => new(() => MakeAsync(line, advisory))).Value.WaitAsync(cancellationToken);
    }

    /// <summary>Whether its published text may have this label: the line has the stricter of the two while it is being revised, and exactly that of what is published otherwise.</summary>
    private static bool MayBe(string label, AdvisoryRow line) => !line.Exercise && (line.Draft is not null || CsafNames.LabelOf(line.Tlp).Equals(label, StringComparison.OrdinalIgnoreCase));

    private async Task<ServedDocument> MakeAsync(Row<AdvisoryRow> line, CsafAdvisory advisory)
    {
        try
        {
            var whole = advisory with { Received = await ReceivedAsync(line.Id, advisory, CancellationToken.None) };
            return _kept[(line.Id, line.Version)] = Made(whole);
        }
        finally
        {
            _making.TryRemove((line.Id, line.Version), out _);
        }
    }

    private ServedDocument Made(CsafAdvisory advisory)
    {
        var provider = Provider;
        var entry = EntryOf(advisory);
        var bytes = provider.Producer.Document(advisory, $"{provider.Folder(CsafNames.LabelOf(advisory.Content.Tlp).ToLowerInvariant())}/{entry.Path}");
        var served = new ServedDocument(
            bytes, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {entry.File}\n", $"{Convert.ToHexStringLower(SHA512.HashData(bytes))}  {entry.File}\n", Key.Sign(bytes, advisory.ChangedAt));
        if (_kept.Values.Sum(one => (long)one.Bytes.Length) > MostKept)
        {
            _kept.Clear();
        }

        return served;
    }

    /// <summary>
    /// The version that the text was made of, not a newer one: what is served under one version must stay the same. And only where its label lets it go as far as ours: whoever wrote a freer
    /// text of what was stricter did not write down what they left out.
    /// </summary>
    private async Task<CsafDocument?> ReceivedAsync(string advisory, CsafAdvisory published, CancellationToken cancellationToken)
        => (await rows.FindAsync(AdvisoryKind.Details, advisory, cancellationToken))?.Value.Document is { } hash
            && (await rows.ListAsync(ReceivedDocumentKind.Lines, new RowQuery(RowFilter.Is("advisory", advisory), Limit: 1), cancellationToken)).Rows is [var from]
            && (await rows.FindAsync(ReceivedDocumentKind.Whole, ReceivedDocumentKind.OriginalOf(from.Id, hash), cancellationToken))?.Value is { } whole
            && CsafDocument.Read(Unpacked(whole.Bytes)).Document is { } document && (document.Tlp ?? Tlp.Amber) <= published.Content.Tlp
            ? document
            : null;

    public static string Packed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    public static byte[] Unpacked(string packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        brotli.CopyTo(whole);
        return whole.ToArray();
    }

    private static CsafAdvisory? Of(Row<AdvisoryRow> line, AdvisoryDetailRow? detail)
        => detail is { Published: { } content, Revisions.IsEmpty: false }
            ? new() { Number = line.Value.Number, Content = content, Revisions = detail.Revisions, WithdrawnAt = detail.WithdrawnAt, WithdrawnBecause = detail.WithdrawnBecause }
            : null;

    private static CsafPublisher PublisherOf(CsafOptions options) => new(options.Name, options.Namespace, options.Contact, options.Authority);
}
