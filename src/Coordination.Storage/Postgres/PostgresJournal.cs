using System.Security.Cryptography;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>The journal in a PostgreSQL database. Writing goes through the process's one writer, reading does not.</summary>
internal sealed class PostgresJournal(GroupWriter writer, NpgsqlDataSource source, RowTables tables, MasterKey master, StreamKeyCache keys, int originalMaxBytes) : IJournal
{
    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
        => writer.CommitAsync(PreparedCommit.Make(commit, tables, keys, originalMaxBytes), cancellationToken);

    public async Task<long> HeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select version from stream where stream = $1");
        command.Parameters.Add(Text(stream.Value));
        return (long?)await command.ExecuteScalarAsync(cancellationToken) ?? 0;
    }

    public async Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("select wrapped_key from stream where stream = $1").Text(stream.Value);
        batch.Add("select version, position, type, schema, at, actor, cause, exercise, body from event where stream = $1 and version > $2 order by version").Text(stream.Value).Long(afterVersion);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (await FindKeyAsync(reader, stream, cancellationToken) is not { } key)
        {
            return [];
        }

        await reader.NextResultAsync(cancellationToken);
        var events = new List<RecordedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(Open(reader, stream, key));
        }

        return events;
    }

    public async Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var owners = new Dictionary<Claim, StreamId>();
        await using var batch = source.CreateBatch();
        batch.Add("select kind, value, owner from claim where (kind, value) in (select * from unnest($1, $2))").Texts(claims.Select(claim => claim.Kind)).Texts(claims.Select(claim => claim.Value));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            owners[new(reader.Text(0), reader.Text(1))] = new(reader.Text(2));
        }

        return owners;
    }

    public async Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select id, request_hash, version, refusal from operation where stream = $1 and id = $2");
        command.Parameters.Add(Text(stream.Value));
        command.Parameters.Add(Text(operationId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? PostgresFacts.ReadOperation(reader, 0) : null;
    }

    public async Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sequence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        await using var command = source.CreateCommand("insert into sequence (name, next) values ($1, 1 + $2) on conflict (name) do update set next = sequence.next + $2 returning next");
        command.Parameters.Add(Text(sequence));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = count });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! - count;
    }

    public async Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select stream.wrapped_key, original.stream, original.bytes from original join stream on stream.stream = original.stream where original.id = $1");
        command.Parameters.Add(Text(id));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var stream = new StreamId(reader.Text(1));
        return KeyOf(reader, stream).OpenOriginal(stream, id, reader.GetFieldValue<byte[]>(2));
    }

    /// <summary>The stream's key from the reader's next row; null where there is no such stream.</summary>
    private async Task<StreamKey?> FindKeyAsync(NpgsqlDataReader reader, StreamId stream, CancellationToken cancellationToken)
        => await reader.ReadAsync(cancellationToken) ? KeyOf(reader, stream) : null;

    /// <summary>The database is always asked: another process may have destroyed the key that this one remembers.</summary>
    private StreamKey KeyOf(NpgsqlDataReader reader, StreamId stream)
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

    private static RecordedEvent Open(NpgsqlDataReader reader, StreamId stream, StreamKey key)
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

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = PostgresText.Escape(value) };
}
