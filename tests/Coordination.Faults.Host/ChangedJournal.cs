using Coordination.Domain.Journal;

namespace Coordination.Faults.Host;

/// <summary>The journal, with what is written changed on the way.</summary>
internal sealed class ChangedJournal(IJournal inner, Func<Commit, Commit?> change) : IJournal
{
    /// <summary>A change to nothing is answered as if it had been written.</summary>
    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
        => change(commit) is { } changed ? await inner.CommitAsync(changed, cancellationToken) : new Committed(commit.ExpectedVersion + commit.Events.Count);

    public Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken) => inner.OpenAsync(stream, most, cancellationToken);

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken)
        => inner.ReadStreamAsync(stream, afterVersion, cancellationToken);

    public Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken)
        => inner.FindClaimsAsync(claims, cancellationToken);

    public Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken)
        => inner.FindOperationAsync(stream, operationId, cancellationToken);

    public Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken) => inner.ReserveNumbersAsync(sequence, count, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken) => inner.ReadOriginalAsync(id, cancellationToken);
}
