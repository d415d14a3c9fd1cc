using Coordination.Domain.Journal;
using Npgsql;

namespace Coordination.Faults.Host;

/// <summary>The journal, with someone at the database who now and then takes away or changes what was just written there.</summary>
internal sealed class VandalisedJournal(IJournal inner, string database, string statement) : IJournal
{
    private int _notes;

    /// <summary>What is done to an event, of its stream and its version; null where the bug is none of these.</summary>
    public static string? StatementOf(string bug) => bug switch
    {
        "lose-a-written-event" => "delete from event where stream = $1 and version = $2",
        "alter-a-written-event" => "update event set at = at + 1 where stream = $1 and version = $2",
        _ => null,
    };

    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        var outcome = await inner.CommitAsync(commit, cancellationToken);
        if (outcome is Committed && commit.Events is [{ Type: "note-added" }] && Interlocked.Increment(ref _notes) % 5 == 0)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand(statement);
            command.Parameters.AddWithValue(commit.Stream.Value);
            command.Parameters.AddWithValue(commit.ExpectedVersion + 1);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return outcome;
    }

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
