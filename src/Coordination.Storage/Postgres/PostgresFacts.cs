using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>
/// Locks what a group is about and reads what must be known of it, in one round trip. Everything is locked in the same order by every writer: keys, streams,
/// messages, each sorted. What is read after a lock shows what its last holder has committed.
/// </summary>
internal static class PostgresFacts
{
    /// <returns>The facts, and the number of the transaction.</returns>
    public static (GroupFacts Facts, long Transaction) Read(NpgsqlConnection connection, NpgsqlTransaction transaction, FactsWanted wanted)
    {
        var (facts, number) = (wanted.Nothing(), 0L);
        var (keys, messages, toClose, used) = (wanted.Keys, wanted.Messages, wanted.KeysToClose, wanted.UsedKeys);
        using var batch = new NpgsqlBatch(connection, transaction);
        // In the order of the statements, who reads what each answers. What nobody asks for is not asked for.
        var readers = new List<Action<NpgsqlDataReader>>();
        Ask("select pg_current_xact_id()::text::bigint", reader => number = reader.GetInt64(0));
        if (keys.Length > 0)
        {
            Ask("select pg_advisory_xact_lock(one) from unnest($1) as one", static _ => { }).Longs(keys.Select(PostgresLocks.OfKey).Distinct().Order());
        }

        Ask("select stream, version, hash, wrapped_key from stream where stream = any ($1) order by stream for update", reader => facts.Heads[new(reader.Text(0))] = new StreamHead
        {
            Exists = true,
            Version = reader.GetInt64(1),
            Hash = reader.GetFieldValue<byte[]>(2),
            WrappedKey = reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
        }).Texts(wanted.Streams);
        if (messages.Length + toClose.Length > 0)
        {
            // What a closed key withdraws is locked with what is answered, so that two groups cannot wait for each other.
            Ask("select id, key from outbox where id = any ($1) or key = any ($2) order by id for update", reader =>
            {
                if (facts.Messages.ContainsKey(reader.Text(0)))
                {
                    facts.Messages[reader.Text(0)] = new(reader.TextOrNull(1));
                }
            }).Texts(messages).Texts(toClose);
        }

        if (used.Length > 0)
        {
            Ask("select key from closed_key where key = any ($1)", reader => facts.KeysClosed[reader.Text(0)] = true).Texts(used);
        }

        if (wanted.Operations.Count > 0)
        {
            Ask("select stream, id, request_hash, version, refusal from operation where (stream, id) in (select * from unnest($1, $2))",
                reader => facts.Operations[(new(reader.Text(0)), reader.Text(1))] = ReadOperation(reader, 1))
                .Texts(wanted.Operations.Select(operation => operation.Stream.Value)).Texts(wanted.Operations.Select(operation => operation.Id));
        }

        if (wanted.Claims.Count > 0)
        {
            Ask("select kind, value, owner from claim where (kind, value) in (select * from unnest($1, $2))", reader => facts.Owners[new(reader.Text(0), reader.Text(1))] = new StreamId(reader.Text(2)))
                .Texts(wanted.Claims.Select(claim => claim.Kind)).Texts(wanted.Claims.Select(claim => claim.Value));
        }

        using var reader = batch.ExecuteReader();
        foreach (var read in readers)
        {
            while (reader.Read())
            {
                read(reader);
            }

            reader.NextResult();
        }

        return (facts, number);

        NpgsqlBatchCommand Ask(string sql, Action<NpgsqlDataReader> read)
        {
            readers.Add(read);
            return batch.Add(sql);
        }
    }

    /// <summary>An operation whose id, hash, version and refusal stand from this column on.</summary>
    public static OperationRecord ReadOperation(NpgsqlDataReader reader, int at) => new(
        reader.Text(at), reader.Text(at + 1), reader.GetInt64(at + 2), reader.IsDBNull(at + 3) ? null : JsonSerializer.Deserialize<Refusal>(reader.Text(at + 3), Wire.Json));
}
