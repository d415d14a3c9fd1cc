using System.Security.Cryptography;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>The journal in a SQL Server database. Writing goes through the process's one writer, reading does not.</summary>
internal sealed class SqlServerJournal(GroupWriter writer, SqlServerDatabase database, RowTables tables, MasterKey master, StreamKeyCache keys, int originalMaxBytes) : IJournal
{
    internal const string Head = "select version from stream where stream = @stream";

    internal const string Stream = """
        select wrapped_key from stream where stream = @stream;
        select version, position, type, [schema], at, actor, cause, exercise, body from event where stream = @stream and version > @after order by version;
        """;

    internal const string ClaimOwners = "select c.kind, c.value, c.owner from @claims as w inner loop join claim as c with (forceseek) on c.kind = w.kind and c.value = w.value";

    internal const string FindOperation = "select id, request_hash, version, refusal from operation where stream = @stream and id = @id";

    internal const string Reserve = $"""
        {SqlServerSql.Begin}
        update sequence with (rowlock) set next = next + @count output deleted.next where name = @name;
        if @@rowcount = 0
          insert into sequence with (rowlock) (name, next) output cast(1 as bigint) values (@name, 1 + @count);
        """;

    internal const string FindOriginal = "select s.wrapped_key, o.stream, o.bytes from original as o inner join stream as s on s.stream = o.stream where o.id = @id";

    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        StoredSize.Check(commit);
        return writer.CommitAsync(PreparedCommit.Make(commit, tables, keys, originalMaxBytes), cancellationToken);
    }

    public async Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken)
    {
        var head = (long?)await database.ScalarAsync(Head, cancellationToken, SqlServerValue.Text("@stream", stream.Value)) ?? 0;
        if (head == 0)
        {
            return OpenedStream.Empty;
        }

        // It may have grown between the two.
        return head > most ? new(head, null) : await ReadStreamAsync(stream, 0, cancellationToken) is [.., var last] events ? new(last.Version, events) : OpenedStream.Empty;
    }

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken)
        => database.AskAsync<IReadOnlyList<RecordedEvent>>(
            Stream,
            async command =>
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return [];
                }

                var key = KeyOf(reader, stream);
                await reader.NextResultAsync(cancellationToken);
                var events = new List<RecordedEvent>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    events.Add(Open(reader, stream, key));
                }

                return events;
            },
            cancellationToken,
            SqlServerValue.Text("@stream", stream.Value),
            SqlServerValue.Long("@after", afterVersion));

    public async Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        // One that is too long is nobody's.
        var asked = claims.Where(claim => StoredSize.Fits(claim.Kind, StoredSize.ClaimKind) && StoredSize.Fits(claim.Value, StoredSize.ClaimValue)).Distinct()
            .Select(claim => new ClaimChange(claim, null, null)).ToList();
        var found = await database.ReadAsync(ClaimOwners, reader => (Claim: new Claim(reader.Text(0), reader.Text(1)), Owner: new StreamId(reader.Text(2))), cancellationToken, SqlServerTables.Claims("@claims", asked));
        return found.ToDictionary(one => one.Claim, one => one.Owner);
    }

    public async Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken)
        => (await database.ReadAsync(
            FindOperation, reader => SqlServerFacts.ReadOperation(reader, 0), cancellationToken, SqlServerValue.Text("@stream", stream.Value), SqlServerValue.Text("@id", operationId))).FirstOrDefault();

    public async Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sequence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (long)(await database.ScalarAsync(Reserve, cancellationToken, SqlServerValue.Text("@name", sequence), SqlServerValue.Long("@count", count)))!;
    }

    public Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken)
        => database.AskAsync<ReadOnlyMemory<byte>?>(
            FindOriginal,
            async command =>
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return null;
                }

                var stream = new StreamId(reader.Text(1));
                return KeyOf(reader, stream).OpenOriginal(stream, id, reader.GetFieldValue<byte[]>(2));
            },
            cancellationToken,
            SqlServerValue.Text("@id", id));

    /// <summary>The database is always asked: another process may have destroyed the key that this one remembers.</summary>
    private StreamKey KeyOf(SqlDataReader reader, StreamId stream)
    {
        if (reader.IsDBNull(0))
        {
            keys.Destroy(stream);
            throw new StreamErasedException($"{stream} has been erased; its content can no longer be read.");
        }

        if (!keys.TryGet(stream, out var key))
        {
            key = master.Unwrap(stream.Value, reader.GetFieldValue<byte[]>(0));
            keys.Put(stream, key);
        }

        return key;
    }

    private static RecordedEvent Open(SqlDataReader reader, StreamId stream, StreamKey key)
    {
        var (version, type) = (reader.GetInt64(0), reader.Text(2));
        try
        {
            return new(
                stream, version, reader.GetInt64(1), type, reader.GetInt32(3), Microseconds.ToMoment(reader.GetInt64(4)), new Actor(reader.Text(5)), reader.Text(6),
                key.OpenBody(stream, version, type, reader.GetFieldValue<byte[]>(8)), reader.GetInt32(7) != 0);
        }
        catch (CryptographicException failure)
        {
            throw new InvalidDataException($"{stream} version {version} cannot be decrypted: it has been altered, or belongs elsewhere. Run coordctl verify.", failure);
        }
    }
}
