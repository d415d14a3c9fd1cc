using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>The scheduled outbox in a PostgreSQL database. Several processes sweep it at once; rows that another is just taking are passed over.</summary>
internal sealed class PostgresOutbox(GroupWriter writer, NpgsqlDataSource source, PostgresPresence presence, string incarnation, TimeProvider clock, PostgresOptions options) : IOutbox
{
    public IOutboxIntake? Intake
    {
        get => writer.Intake;
        set => writer.Intake = value;
    }

    public async Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places.Count == 0 ? 0 : places.Values.Min(), nameof(places));
        var limits = Enum.GetValues<Priority>().Select(priority => (long)places.GetValueOrDefault(priority)).ToArray();
        await using var command = source.CreateCommand(PostgresClaim.Sql);
        Add(command, Now, limits, incarnation, Until, (long)options.MaxClaims, presence.MayJudge, LeaseRules.KilledItsProcess, LeaseRules.LostTooOften("#"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(new(
                reader.Text(0), new StreamId(reader.Text(1)), reader.GetFieldValue<byte[]>(2), (Priority)reader.GetInt32(3), Microseconds.ToMoment(reader.GetInt64(4)),
                reader.TextOrNull(5), reader.GetInt64(6), reader.GetInt32(7), reader.GetInt32(8)));
        }

        return [.. taken.OrderBy(message => message.Priority).ThenBy(message => message.Due)];
    }

    public async Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(classes);
        // Of each class one walk to the beginning of an index.
        await using var command = source.CreateCommand("""
            select min(least(
              (select min(due) from outbox where parked_code is null and owner is null and priority = class),
              (select min(lease_until) from outbox where parked_code is null and owner is not null and lease_until <= $1 and priority = class)))
            from unnest($2) as class
            """);
        Add(command, Now, classes.Select(one => (int)one).ToArray());
        return await command.ExecuteScalarAsync(cancellationToken) is long due ? Microseconds.ToMoment(due) : null;
    }

    public async Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken)
    {
        // Locked in order, as the writers do.
        await using var command = source.CreateCommand("""
            with mine as (select id from outbox where id = any ($1) and owner = $2 and parked_code is null order by id for update)
            update outbox set lease_until = $3 from mine where outbox.id = mine.id returning outbox.id
            """);
        Add(command, messageIds.ToArray(), incarnation, Until);
        var held = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            held.Add(reader.Text(0));
        }

        return held;
    }

    public async Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with mine as (select id from outbox where id = any ($1) and owner = $2 and parked_code is null order by id for update)
            update outbox set owner = null, lease_until = null, due = $3 from mine where outbox.id = mine.id
            """);
        Add(command, messageIds.ToArray(), incarnation, Microseconds.Of(due));
        NudgeIf(await command.ExecuteNonQueryAsync(cancellationToken) > 0, due);
    }

    public async Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = new NpgsqlCommand("select failures from outbox where id = $1 and owner = $2 and parked_code is null for update", connection, transaction);
        Add(find, messageId, incarnation);
        if (await find.ExecuteScalarAsync(cancellationToken) is not int before)
        {
            return;
        }

        var failures = before + 1;
        var parked = failures >= options.MaxFailures;
        var due = Now + (long)LeaseRules.PauseAfter(failures).TotalMicroseconds;
        await using var change = new NpgsqlCommand(
            parked
                ? "update outbox set failures = $2, parked_code = $3, parked_detail = $4, owner = null, lease_until = null where id = $1"
                : "update outbox set failures = $2, due = $3, owner = null, lease_until = null where id = $1",
            connection,
            transaction);
        Add(change, parked ? [messageId, (long)failures, code, detail] : [messageId, (long)failures, due]);
        await change.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        NudgeIf(!parked, Microseconds.ToMoment(due));
    }

    public async Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select 1 from closed_key where key = $1");
        Add(command, key);
        return await command.ExecuteScalarAsync(cancellationToken) is null;
    }

    public async Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select id, target, parked_code, parked_detail, due, failures from outbox where parked_code is not null order by due, id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var parked = new List<ParkedMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            parked.Add(new(
                reader.Text(0), new StreamId(reader.Text(1)), reader.Text(2), reader.IsDBNull(3) ? "" : reader.Text(3),
                Microseconds.ToMoment(reader.GetInt64(4)), reader.GetInt32(5)));
        }

        return parked;
    }

    public async Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "update outbox set parked_code = null, parked_detail = null, failures = 0, claims = 0, owner = null, lease_until = null, due = $2 where id = $1 and parked_code is not null");
        Add(command, messageId, Now);
        var found = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        NudgeIf(found, clock.GetUtcNow());
        return found;
    }

    public async Task<OutboxState> StateAsync(CancellationToken cancellationToken)
    {
        // What is held was due when it was taken. Each count walks a partial index, so that a hundred thousand armed messages are not read for it.
        await using var command = source.CreateCommand("""
            select
              (select count(*) from outbox where parked_code is null and owner is null),
              (select count(*) from outbox where parked_code is null and owner is not null),
              (select count(*) from outbox where parked_code is not null),
              (select count(*) from outbox where parked_code is null and owner is null and priority between 0 and 3 and due <= $1),
              least((select min(due) from outbox where parked_code is null and owner is not null),
                (select min(due) from outbox where parked_code is null and owner is null and priority between 0 and 3 and due <= $1))
            """);
        Add(command, Now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (free, held, parked, due) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        return new(free + held, held + due, parked, reader.IsDBNull(4) ? null : Microseconds.ToMoment(reader.GetInt64(4)));
    }

    /// <summary>At an orderly stop: nothing was lost, so nothing is counted.</summary>
    public async Task GiveUpOwnAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with mine as (select id from outbox where owner = $1 and parked_code is null order by id for update)
            update outbox set owner = null, lease_until = null from mine where outbox.id = mine.id
            """);
        Add(command, incarnation);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private long Now => Microseconds.Of(clock.GetUtcNow());

    private long Until => Now + (long)options.Lease.TotalMicroseconds;

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value is string text ? PostgresText.Escape(text) : value });
        }
    }

    private void NudgeIf(bool changed, DateTimeOffset due)
    {
        if (changed)
        {
            Intake?.Nudge(due);
        }
    }
}
