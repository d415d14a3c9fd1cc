using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Host.Advisories;

/// <summary>The exploit prediction scores that were imported last, kept in memory: some four megabytes, read when they are first asked for and when there are newer ones.</summary>
internal sealed class EpssScores(IRows rows, IContents contents) : IDisposable
{
    private static readonly EpssTable None = new(default);

    private readonly SemaphoreSlim _one = new(1);
    private (string Content, EpssTable Table) _read = ("", None);

    /// <summary>Today's scores and what is known of them; no row where none were imported.</summary>
    public async Task<(CatalogueRow? Row, EpssTable Table)> CurrentAsync(CancellationToken cancellationToken)
    {
        var replaced = false;
        while (true)
        {
            if ((await rows.FindAsync(CatalogueKind.Table, CatalogueKind.KeyOf(Catalogue.Epss), cancellationToken))?.Value is not { Content: { } content } row)
            {
                return (null, None);
            }

            await _one.WaitAsync(cancellationToken);
            try
            {
                if (_read.Content != content)
                {
                    _read = (content, await ReadAsync(content, row.Size, cancellationToken));
                }

                return (row, _read.Table);
            }
            catch (InvalidDataException) when (!replaced)
            {
                // Newer ones were imported meanwhile, and these deleted.
                replaced = true;
            }
            finally
            {
                _one.Release();
            }
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<EpssTable> ReadAsync(string content, long size, CancellationToken cancellationToken)
    {
        var bytes = new byte[size];
        await using var from = contents.Open(CatalogueKind.Stream(Catalogue.Epss), content, size);
        await from.ReadExactlyAsync(bytes, cancellationToken);
        return new(bytes);
    }
}
