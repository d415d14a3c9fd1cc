using Coordination.Domain.Journal;

namespace Coordination.Faults.Host;

/// <summary>A journal that writes something else than it was told.</summary>
internal sealed class ChangedJournal(IJournal inner, Func<IJournal, Commit, CancellationToken, Task<CommitOutcome>> write) : IJournal
{
    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken) => write(inner, commit, cancellationToken);

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
