using Coordination.Contracts.Attachments;
using Coordination.Domain;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Incidents;

/// <summary>Has attachments scanned and deletes the content of removed ones, never inside a grain, and reports what became of it as a command.</summary>
internal sealed class AttachmentPump(IContents contents, IScanner scanner, Patience patience) : IMessageHandler, IDisposable
{
    /// <summary>A scanner that loads its signatures anew each time takes a core and a gigabyte.</summary>
    private readonly SemaphoreSlim _places = new(2);

    public bool Takes(StreamId target) => target.Kind is "scan" or "discard";

    public bool TalksOutside => true;

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            foreach (var message in messages)
            {
                await (target.Kind == "scan" ? ScanAsync(message, cancellationToken) : DiscardAsync(message, cancellationToken));
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task ScanAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var order = DomainJson.Read<ScanOrder>(message.Body.Span);
        await ReportAsync(message, order.Stream, AttachmentReports.Scanned(order, await ScanAsync(order, cancellationToken)));
    }

    private async Task<ScanResult> ScanAsync(ScanOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = contents.Open(new StreamId(order.Stream), order.Content, order.Size);
            return await scanner.ScanAsync(content, cancellationToken);
        }
        catch (Exception gone) when (gone is InvalidDataException or StreamErasedException)
        {
            // Removed or erased meanwhile; where it was not, this is said with the attachment.
            return new(ScanState.Failed, gone.Message);
        }
    }

    private async Task DiscardAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var order = DomainJson.Read<DiscardOrder>(message.Body.Span);
        await contents.DeleteAsync(order.Content, cancellationToken);
        await ReportAsync(message, order.Stream, AttachmentReports.Deleted(order));
    }

    private async Task ReportAsync(OutboxMessage message, string stream, byte[] command)
        => await patience.AskAsync(
            new StreamId(stream),
            new Operation { Actor = Actor.System.Value, Command = command, Answers = [new(message.Id, message.Key, [])], ParkOnRefusal = true },
            CancellationToken.None);
}
