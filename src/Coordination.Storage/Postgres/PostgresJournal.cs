using System.Security.Cryptography;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>The journal in a PostgreSQL database. Writing goes through the process's one writer, reading does not.</summary>
internal sealed class PostgresJournal(GroupWriter writer, NpgsqlDataSource source, RowTables tables, MasterKey master, StreamKeyCache keys, int originalMaxBytes) : IJournal
{
    private readonly ReadTogether<WantedStream, StoredStream> _streams = new(new PostgresStreams(source).ReadAsync);
    private readonly ReadTogether<Claim, StreamId> _owners = new(wanted => ReadOwnersAsync(source, wanted));

    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
        => writer.CommitAsync(PreparedCommit.Make(commit, tables, keys, originalMaxBytes), cancellationToken);

    public async Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken)
    {
        var wanted = new WantedStream(stream.Value, most);
        if (!(await _streams.FindAsync([wanted], cancellationToken)).TryGetValue(wanted, out var found))
        {
            return OpenedStream.Empty;
        }

        if (found.Head > most)
        {
            return new(found.Head, null);
        }

        var key = KeyOf(stream, found.WrappedKey);
        return new(found.Head, [.. found.Rows.Select(row => Open(row, stream, key))]);
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
            events.Add(Open(PostgresStreams.ReadRow(reader, 0), stream, key));
        }

        return events;
    }

    public async Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var owners = await _owners.FindAsync(claims, cancellationToken);
        return claims.Where(owners.ContainsKey).Distinct().ToDictionary(claim => claim, claim => owners[claim]);
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
        return KeyOf(stream, WrappedKey(reader)).OpenOriginal(stream, id, reader.GetFieldValue<byte[]>(2));
    }

    private static async Task<IReadOnlyDictionary<Claim, StreamId>> ReadOwnersAsync(NpgsqlDataSource source, IReadOnlyCollection<Claim> claims)
    {
        var owners = new Dictionary<Claim, StreamId>(claims.Count);
        await using var batch = source.CreateBatch();
        batch.Add("select kind, value, owner from claim where (kind, value) in (select * from unnest($1, $2))").Texts(claims.Select(claim => claim.Kind)).Texts(claims.Select(claim => claim.Value));
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            owners[new(reader.Text(0), reader.Text(1))] = new(reader.Text(2));
        }

        return owners;
    }

    /// <summary>The stream's key from the reader's next row; null where there is no such stream.</summary>
    private async Task<StreamKey?> FindKeyAsync(NpgsqlDataReader reader, StreamId stream, CancellationToken cancellationToken)
        => await reader.ReadAsync(cancellationToken) ? KeyOf(stream, WrappedKey(reader)) : null;

    private static byte[]? WrappedKey(NpgsqlDataReader reader) => reader.IsDBNull(0) ? null : reader.GetFieldValue<byte[]>(0);

    /// <summary>The database is always asked: another process may have destroyed the key that this one remembers.</summary>
    private StreamKey KeyOf(StreamId stream, byte[]? wrapped)
    {
        if (wrapped is null)
        {
            keys.Destroy(stream);
            throw new StreamErasedException($"{stream} has been erased; its content can no longer be read.");
        }

        if (!keys.TryGet(stream, out var key))
        {
            key = master.Unwrap(stream.Value, wrapped);
            keys.Put(stream, key);
        }

        return key;
    }

    private static RecordedEvent Open(StoredRow row, StreamId stream, StreamKey key)
    {
        try
        {
            return new(
                stream, row.Version, row.Position, row.Type, row.Schema, Microseconds.ToMoment(row.At), new Actor(row.Actor), row.Cause,
                key.OpenBody(stream, row.Version, row.Type, row.Body), row.Exercise);
        }
        catch (CryptographicException failure)
        {
            throw new InvalidDataException($"{stream} version {row.Version} cannot be decrypted: it has been altered, or belongs elsewhere. Run coordctl verify.", failure);
        }
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = PostgresText.Escape(value) };
}
