using System.Collections.Immutable;
using System.Security.Cryptography;
using Coordination.Connectors.Catalogues;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Attachments;
using Coordination.Host.Http;

namespace Coordination.Host.Advisories;

/// <summary>Imports catalogues: reads the file, decides what it changes, and has the catalogue's stream record that. A dry run decides by the same rule and asks nobody. One at a time: a file and what is made of it take some memory.</summary>
internal sealed class CatalogueImports(IRows rows, IContents contents, Uploads uploads, EpssScores scores, Commands commands, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<(CatalogueImport? Done, Refusal? Refusal)> RunAsync(ReadOnlyMemory<byte> bytes, string origin, Catalogue? asked, bool dryRun, Asking asking, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (CatalogueReader.Read(bytes, asked, out var wrong) is not { } read)
            {
                return (null, wrong);
            }

            var date = read.Date ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
            var state = await StateAsync(read.Catalogue, cancellationToken);
            var (refusal, added, changed, gone) = CatalogueKind.ListingOf(read.Catalogue) is { } listing
                ? await ListAsync(state, new(listing, new(read.Version, date, origin, sha256, [.. read.Entries], [.. read.Unread])), dryRun, asking, cancellationToken)
                : await ScoreAsync(state, read, new(read.Version, date, origin, sha256, read.Count, "", 0), dryRun, asking, cancellationToken);
            return refusal is not null ? (null, refusal) : (new()
            {
                Catalogue = read.Catalogue,
                DryRun = dryRun,
                Version = read.Version,
                Date = date,
                Origin = origin,
                Count = read.Count,
                Added = added,
                Changed = changed,
                Gone = gone,
                RefusedCount = read.RefusedCount,
                Refused = read.Refused,
            }, null);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<(Refusal? Refusal, int Added, int Changed, int Gone)> ListAsync(CatalogueState state, ImportListing command, bool dryRun, Asking asking, CancellationToken cancellationToken)
    {
        var would = command.Decide(state, Context.At(clock.GetUtcNow()));
        var refusal = dryRun ? would.Refusal : (await commands.AskAsync(commands.Grains.Catalogue(state.Catalogue!.Value), command, asking, cancellationToken)).Refusal;
        return would.Events.OfType<ListingImported>().FirstOrDefault() is { } changes ? (refusal, changes.Added.Count, changes.Changed.Count, changes.Gone.Count) : (refusal, 0, 0, 0);
    }

    private async Task<(Refusal? Refusal, int Added, int Changed, int Gone)> ScoreAsync(CatalogueState state, ReadCatalogue read, ScoreFile file, bool dryRun, Asking asking, CancellationToken cancellationToken)
    {
        var would = new ImportScores(file).Decide(state, Context.At(clock.GetUtcNow()));
        if (would.Refusal is not null || would.Events.Count == 0)
        {
            return (would.Refusal, 0, 0, 0);
        }

        var table = read.Scores!;
        var (added, changed, gone) = table.Against((await scores.CurrentAsync(cancellationToken)).Table);
        return (dryRun ? null : await StoreAsync(table, file, asking, cancellationToken), added, changed, gone);
    }

    /// <summary>Stores the scores first, and then says where: what is stored and never said is swept away.</summary>
    private async Task<Refusal?> StoreAsync(EpssTable table, ScoreFile file, Asking asking, CancellationToken cancellationToken)
    {
        var thing = commands.Grains.Catalogue(Catalogue.Epss);
        // A content lies under the key of its stream, so there must be one.
        await commands.AskAsync(thing, new OpenCatalogue(Catalogue.Epss), asking with { Key = $"{asking.Key}.open" }, cancellationToken);
        var content = $"{CatalogueKind.KeyOf(Catalogue.Epss)}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        for (var number = 0; number * ContentChunk.Size < table.Bytes.Length; number++)
        {
            var from = number * ContentChunk.Size;
            await contents.AddAsync(new(thing.Stream, content, number), table.Bytes.Slice(from, Math.Min(ContentChunk.Size, table.Bytes.Length - from)), cancellationToken);
        }

        var answer = await commands.AskAsync(thing, new ImportScores(file with { Content = content, Size = table.Bytes.Length }), asking, cancellationToken);
        // What was the same after all names another content. Where no answer comes, it is left to the sweep, which looks whether it is named.
        var named = answer.Refusal is null && (await StateAsync(Catalogue.Epss, cancellationToken)).Content == content;
        await (named ? uploads.SettleAsync(content) : uploads.DropAsync(content));
        return answer.Refusal;
    }

    /// <summary>A catalogue as its rows have it.</summary>
    private async Task<CatalogueState> StateAsync(Catalogue catalogue, CancellationToken cancellationToken)
    {
        var row = (await rows.FindAsync(CatalogueKind.Table, CatalogueKind.KeyOf(catalogue), cancellationToken))?.Value;
        var entries = ImmutableSortedDictionary.CreateBuilder<string, KevEntry>();
        string? cursor = null;
        do
        {
            var page = CatalogueKind.ListingOf(catalogue) is { } listing
                ? await rows.ListAsync(CatalogueKind.Listed, new RowQuery(RowFilter.Is("catalogue", listing), Limit: 1_000, After: cursor), cancellationToken)
                : new([], null);
            entries.AddRange(page.Rows.Select(one => KeyValuePair.Create(one.Value.Entry.Cve, one.Value.Entry)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return new() { Catalogue = catalogue, Date = row?.Date ?? default, Sha256 = row?.Sha256 ?? "", Count = row?.Count ?? 0, Content = row?.Content, Entries = entries.ToImmutable() };
    }
}
