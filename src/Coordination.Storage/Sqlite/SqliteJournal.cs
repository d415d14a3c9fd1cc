using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>The journal in a SQLite file.</summary>
internal sealed class SqliteJournal(GroupWriter writer, SqliteEngine engine, SqliteReaders readers, RowTables tables, MasterKey master, StreamKeyCache keys, int originalMaxBytes)
    : IJournal
{
    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
        => writer.CommitAsync(PreparedCommit.Make(commit, tables, keys, originalMaxBytes), cancellationToken);

    public Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken)
        => readers.ReadAsync(
            session =>
            {
                var found = session.Sql("select version from stream where stream = ?1").Bind(stream.Value);
                if (!found.Step())
                {
                    return OpenedStream.Empty;
                }

                var head = found.Long(0);
                return new(head, head > most ? null : ReadStream(session, stream, 0, cancellationToken));
            },
            cancellationToken);

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<RecordedEvent>>(session => ReadStream(session, stream, afterVersion, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyDictionary<Claim, StreamId>>(
            session =>
            {
                var owners = new Dictionary<Claim, StreamId>();
                foreach (var claim in claims)
                {
                    if (SqliteFacts.FindOwner(session, claim) is { } owner)
                    {
                        owners[claim] = owner;
                    }
                }

                return owners;
            },
            cancellationToken);

    public Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken)
        => readers.ReadAsync(session => SqliteFacts.FindOperation(session, stream, operationId), cancellationToken);

    public Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sequence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return writer.RunAsync(
            () =>
            {
                var next = engine.Session.Sql("insert into sequence (name, next) values (?, 1 + ?) on conflict (name) do update set next = next + ? returning next")
                    .Bind(sequence).Bind(count).Bind(count);
                next.Step();
                var first = next.Long(0) - count;
                next.Run();
                return first;
            },
            cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken)
        => readers.ReadAsync<ReadOnlyMemory<byte>?>(
            session =>
            {
                var found = session.Sql("select stream, bytes from original where id = ?").Bind(id);
                if (!found.Step())
                {
                    return null;
                }

                var (stream, stored) = (new StreamId(found.Text(0)), found.Bytes(1));
                return SqliteEvents.FindKey(session, stream, master, keys)?.OpenOriginal(stream, id, stored);
            },
            cancellationToken);

    private List<RecordedEvent> ReadStream(SqliteSession session, StreamId stream, long afterVersion, CancellationToken cancellationToken)
    {
        if (SqliteEvents.FindKey(session, stream, master, keys) is not { } key)
        {
            return [];
        }

        var found = session.Sql(SqliteEvents.OfStream).Bind(stream.Value).Bind(afterVersion);
        var events = new List<RecordedEvent>();
        while (found.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            events.Add(SqliteEvents.Read(found, stream, key));
        }

        return events;
    }
}
