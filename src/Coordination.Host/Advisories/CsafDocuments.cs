using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Coordination.Storage.Journal;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Advisories;

/// <summary>A document as it is served, with what is served beside it.</summary>
internal sealed record ServedDocument(byte[] Bytes, string Sha256, string Sha512, string Signature);

/// <summary>What the provider has to serve: what is published, made into documents when it is asked for, and kept in memory as long as the advisory stays the same.</summary>
internal sealed class CsafDocuments(IRows rows, IOptions<CoordinationOptions> options, PublicAddress address, MasterKey master)
{
    private const int MostKept = 500;

    /// <summary>A feed lists so many, the newest: further ones are found by the advisories' pages.</summary>
    private const int MostListed = 10_000;

    /// <summary>From when on the key that follows from the master key counts; signatures are never older.</summary>
    private static readonly DateTimeOffset KeyMadeAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<(string Id, long Version), ServedDocument> _kept = new();
    private readonly Lazy<OpenPgpKey> _key = new(() => KeyOf(options.Value.Csaf, master));

    public bool IsSet => options.Value.Csaf.IsSet;

    public OpenPgpKey Key => _key.Value;

    public CsafProvider Provider => new(new CsafProducer(PublisherOf(options.Value.Csaf)), address.Value, Key.Fingerprint);

    public static CsafEntry EntryOf(CsafAdvisory advisory)
        => new(advisory.Number, advisory.Content.Title, advisory.Content.Summary, advisory.Year, advisory.ReleasedAt, advisory.ChangedAt);

    /// <summary>What is published under a label of CSAF, the newest first; exercises never.</summary>
    public async Task<IReadOnlyList<(Row<AdvisoryRow> Line, CsafAdvisory Advisory)>> PublishedAsync(string label, CancellationToken cancellationToken)
    {
        var found = new List<(Row<AdvisoryRow>, CsafAdvisory)>();
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(
                AdvisoryKind.Lines, new RowQuery(new Compare("published_at", Comparison.NotEqual, null) & RowFilter.Is("exercise", false), "published_at", Descending: true, 500, cursor), cancellationToken);
            var details = (await rows.FindManyAsync(AdvisoryKind.Details, [.. page.Rows.Select(row => row.Id)], cancellationToken)).ToDictionary(row => row.Id, row => row.Value);
            found.AddRange(page.Rows.Select(row => (Line: row, Advisory: Of(row, details.GetValueOrDefault(row.Id))))
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
        return page.Rows is [var line] && Of(line, (await rows.FindAsync(AdvisoryKind.Details, line.Id, cancellationToken))?.Value) is { } advisory && !line.Value.Exercise
            && EntryOf(advisory).Path == $"{year}/{file}" && CsafNames.LabelOf(advisory.Content.Tlp).Equals(label, StringComparison.OrdinalIgnoreCase)
            ? (line, advisory)
            : null;
    }

    public async Task<ServedDocument> ServeAsync(Row<AdvisoryRow> line, CsafAdvisory advisory, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue((line.Id, line.Version), out var kept))
        {
            return kept;
        }

        var received = await rows.ListAsync(ReceivedDocumentKind.Lines, new RowQuery(RowFilter.Is("advisory", line.Id), Limit: 1), cancellationToken);
        if (received.Rows is [var from] && (await rows.FindAsync(ReceivedDocumentKind.Whole, from.Id, cancellationToken))?.Value is { } whole)
        {
            advisory = advisory with { Received = CsafDocument.Read(Unpacked(whole.Bytes)).Document };
        }

        var provider = Provider;
        var entry = EntryOf(advisory);
        var bytes = provider.Producer.Document(advisory, $"{provider.Folder(CsafNames.LabelOf(advisory.Content.Tlp).ToLowerInvariant())}/{entry.Path}");
        var served = new ServedDocument(
            bytes, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {entry.File}\n", $"{Convert.ToHexStringLower(SHA512.HashData(bytes))}  {entry.File}\n", Key.Sign(bytes, advisory.ChangedAt));
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept[(line.Id, line.Version)] = served;
    }

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

    private static OpenPgpKey KeyOf(CsafOptions options, MasterKey master)
        => options.SigningKeyFile.Length > 0
            ? CsafOptionsCheck.Key(options) ?? throw new InvalidOperationException("Coordination:Csaf:SigningKeyFile can no longer be read.")
            : OpenPgpKey.FromSecret(master.DeriveKey("csaf-signing"), $"{options.Name} <{(options.Contact.StartsWith("mailto:", StringComparison.Ordinal) ? options.Contact[7..] : options.Namespace)}>", KeyMadeAt);
}
