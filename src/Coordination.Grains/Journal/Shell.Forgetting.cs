using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

internal sealed partial class Shell<TState, TCommand, TEvent>
{
    private bool _forgotten;

    /// <summary>The stream has been erased: nothing of it is kept, not by a commit that was under way either.</summary>
    public Task ForgetAsync()
    {
        (_forgotten, _state, _mayBegin) = (true, null, false);
        return snapshots.ClearAsync();
    }

    /// <summary>Tells those that waited. That the stream has been erased is no failure but an answer.</summary>
    private async Task FailAsync(List<Waiting<TCommand>> together, Exception failure)
    {
        if ((failure is StreamErasedException ? await ErasedStream.TryAnswerAsync(journal, stream, together) : failure) is { } left)
        {
            LogFailed(logger, stream, together.Count, left);
            together.ForEach(waiting => waiting.Answer.TrySetException(CommandFailure.Of(stream, left)));
        }
    }
}
