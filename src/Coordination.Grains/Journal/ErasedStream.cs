using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>Answers what is asked of a thing whose stream has been erased. Nothing can be recorded there; a message that came too late is taken out of the outbox all the same, or it would come for ever.</summary>
internal static class ErasedStream
{
    public static readonly Refusal Refusal = new(RefusalKind.Unknown, "stream.erased", "This has been erased. What it held is gone for good.");

    /// <summary>Answers all of them, or returns why that could not be.</summary>
    public static async Task<Exception?> TryAnswerAsync(IJournal journal, StreamId stream, IReadOnlyCollection<IWaiting> together)
    {
        try
        {
            // What its sender routes elsewhere when it is refused is left for it.
            await DropAsync(journal, stream, [.. together.Where(waiting => waiting.Operation.ParkOnRefusal).SelectMany(waiting => waiting.Operation.Answers).Select(message => message.Id).Distinct()]);
        }
        catch (Exception failure)
        {
            return failure;
        }

        foreach (var waiting in together)
        {
            waiting.Answer.TrySetResult(Answer.Refused(Refusal, 0));
        }

        return null;
    }

    private static async Task DropAsync(IJournal journal, StreamId stream, List<string> messages)
    {
        var version = 0L;
        for (var attempt = 0; messages.Count > 0 && attempt < 20; attempt++)
        {
            // Without events a commit needs no key.
            var outcome = await journal.CommitAsync(new Commit { Stream = stream, ExpectedVersion = version, Done = messages }, CancellationToken.None);
            if (outcome is not CommitRefused refused)
            {
                return;
            }

            foreach (var conflict in refused.Conflicts)
            {
                version = conflict is StaleVersion stale ? stale.Actual : version;
                messages.RemoveAll(id => conflict is AlreadyDone done && done.MessageId == id);
            }
        }
    }
}
