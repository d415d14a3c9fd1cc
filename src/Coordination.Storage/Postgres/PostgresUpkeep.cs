using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Upkeep of a PostgreSQL database. Every process does it: forgetting twice is forgetting once, and each has a checkpoint file of its own.</summary>
internal sealed class PostgresUpkeep(NpgsqlDataSource source) : IUpkeepWork
{
    public async Task<JournalHeads> HeadsAsync(CancellationToken cancellationToken)
    {
        // One statement, so one snapshot; whatever is still being written stands at or after the oldest transaction in progress.
        await using var command = source.CreateCommand("""
            select
              (select coalesce(max(position), 0) from event),
              (select value::bigint from setting where name = 'position-base') + (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 20) - 1,
              writer.writer, writer.link, writer.hash
            from (select 1) as one left join writer on writer.link > 0
            order by writer.writer
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var writers = new List<WriterLink>();
        var (position, settled) = (0L, 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            (position, settled) = (reader.GetInt64(0), reader.GetInt64(1));
            if (!reader.IsDBNull(2))
            {
                writers.Add(new(reader.Text(2), reader.GetInt64(3), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4))));
            }
        }

        return new(position, settled, writers);
    }

    public Task<int> ForgetOperationsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => ForgetAsync("delete from operation where (stream, id) in (select stream, id from operation where at < $1 order by stream, id limit $2 for update skip locked)", before, most, cancellationToken);

    public Task<int> ForgetKeysAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => ForgetAsync("delete from closed_key where key in (select key from closed_key where at < $1 order by key limit $2 for update skip locked)", before, most, cancellationToken);

    private async Task<int> ForgetAsync(string sql, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Microseconds.Of(before) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = most });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
