using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Which stream is opened, and up to how many events it is read at once.</summary>
internal readonly record struct WantedStream(string Stream, int Most);

/// <summary>A stream as it is stored: whoever asked for it opens it.</summary>
/// <param name="Rows">Its events; empty where it has more than was wanted.</param>
internal sealed record StoredStream(long Head, byte[]? WrappedKey, List<StoredRow> Rows);

/// <summary>An event as it is stored.</summary>
internal sealed record StoredRow(long Version, long Position, string Type, int Schema, long At, string Actor, string Cause, bool Exercise, byte[] Body);

/// <summary>Reads the streams that are being opened, all in one statement: under load that is most of what is read.</summary>
internal sealed class PostgresStreams(NpgsqlDataSource source)
{
    private const string Sql = """
        select wanted.stream, wanted.most, stream.version, stream.wrapped_key, event.version, event.position, event.type, event.schema, event.at, event.actor, event.cause, event.exercise, event.body
        from unnest($1, $2) as wanted (stream, most)
        join stream on stream.stream = wanted.stream
        left join event on event.stream = stream.stream and stream.version <= wanted.most
        order by wanted.stream, wanted.most, event.version
        """;

    public async Task<IReadOnlyDictionary<WantedStream, StoredStream>> ReadAsync(IReadOnlyCollection<WantedStream> wanted)
    {
        await using var batch = source.CreateBatch();
        batch.Add(Sql).Texts(wanted.Select(one => one.Stream)).Longs(wanted.Select(one => (long)one.Most));
        await using var reader = await batch.ExecuteReaderAsync();
        var found = new Dictionary<WantedStream, StoredStream>(wanted.Count);
        while (await reader.ReadAsync())
        {
            var key = new WantedStream(reader.Text(0), (int)reader.GetInt64(1));
            if (!found.TryGetValue(key, out var stream))
            {
                found.Add(key, stream = new(reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3), []));
            }

            if (!reader.IsDBNull(4))
            {
                stream.Rows.Add(ReadRow(reader, 4));
            }
        }

        return found;
    }

    /// <summary>An event from its columns, the first of which is its version.</summary>
    public static StoredRow ReadRow(NpgsqlDataReader reader, int first)
        => new(
            reader.GetInt64(first), reader.GetInt64(first + 1), reader.Text(first + 2), reader.GetInt32(first + 3), reader.GetInt64(first + 4), reader.Text(first + 5), reader.Text(first + 6),
            reader.GetInt32(first + 7) != 0, reader.GetFieldValue<byte[]>(first + 8));
}
