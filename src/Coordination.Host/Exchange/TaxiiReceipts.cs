using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>Writes what leaves before it leaves, one commit for a page and none where all of it has left before.</summary>
internal sealed class TaxiiReceipts(Commands commands, IRows rows)
{
    /// <returns>Whether all of it may leave; false where some was taken back at the last moment, and the page must be read again.</returns>
    /// <exception cref="NoAnswerException">It is not known whether it was written, so nothing leaves.</exception>
    public async Task<bool> TakeAsync(PartnerId partner, Actor by, IReadOnlyList<ReadyObject> page, CancellationToken cancellationToken)
    {
        var left = page.Where(one => one.Row.TakenAt is null).ToArray();
        if (left.Length == 0)
        {
            return true;
        }

        var take = new Operation { Id = Guid.NewGuid().ToString("N"), Actor = by.Value, Command = DomainJson.Write<CollectionCommand>(new TakeObjects([.. left.Select(one => one.Row.Number)], "taxii")) };
        if ((await commands.AskAsync(CollectionKind.Stream(partner), take, cancellationToken)).Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The collection of {partner} refused to give what lies in it: {refusal.Code}.");
        }

        // What was withdrawn between the reading and the writing has lost its row, and the command left it out.
        return (await rows.FindManyAsync(CollectionKind.Table, [.. left.Select(one => one.RowId)], cancellationToken)).Count == left.Length;
    }
}
