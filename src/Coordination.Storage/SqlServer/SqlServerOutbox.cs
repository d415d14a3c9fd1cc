using System.Globalization;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>The scheduled outbox in a SQL Server database. Several processes sweep it at once; rows that another is just taking are passed over.</summary>
internal sealed class SqlServerOutbox(GroupWriter writer, SqlServerDatabase database, SqlServerPresence presence, string incarnation, TimeProvider clock, SqlServerOptions options) : IOutbox
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
        var taken = await database.ReadAsync(
            SqlServerOutboxSql.ClaimDue,
            reader => new OutboxMessage(
                reader.Text(0), new StreamId(reader.Text(1)), reader.GetFieldValue<byte[]>(2), (Priority)reader.GetInt32(3), Microseconds.ToMoment(reader.GetInt64(4)),
                reader.TextOrNull(5), reader.GetInt64(6), reader.GetInt32(7), reader.GetInt32(8)),
            cancellationToken,
            [
            .. Places(priority => places.GetValueOrDefault(priority)),
            SqlServerValue.Int("@may_judge", presence.MayJudge ? 1 : 0),
            SqlServerValue.Int("@max_claims", options.MaxClaims),
            SqlServerValue.Text("@me", incarnation),
            SqlServerValue.Long("@now", Now),
            SqlServerValue.Long("@until", Until),
            SqlServerValue.Text("@code", LeaseRules.KilledItsProcess),
            SqlServerValue.Text("@detail", LeaseRules.LostTooOften("#")),
            ]);
        return [.. taken.OrderBy(message => message.Priority).ThenBy(message => message.Due)];
    }

    public async Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken)
        => await database.ScalarAsync(SqlServerOutboxSql.NextDue, cancellationToken, [.. Places(priority => classes.Contains(priority) ? 1 : 0), SqlServerValue.Long("@now", Now)]) is long due
            ? Microseconds.ToMoment(due)
            : null;

    public async Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken)
        => (await database.ReadAsync(
            SqlServerOutboxSql.Renew,
            reader => reader.Text(0),
            cancellationToken,
            SqlServerTables.Texts("@ids", messageIds.Order(StringComparer.Ordinal)),
            SqlServerValue.Text("@me", incarnation),
            SqlServerValue.Long("@until", Until))).ToHashSet(StringComparer.Ordinal);

    public async Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken)
        => NudgeIf(
            await HasChangedAsync(
                SqlServerOutboxSql.Release,
                cancellationToken,
                SqlServerTables.Texts("@ids", messageIds.Order(StringComparer.Ordinal)),
                SqlServerValue.Text("@me", incarnation),
                SqlServerValue.Long("@due", Microseconds.Of(due))),
            due);

    public async Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken)
    {
        while (await database.ScalarAsync(SqlServerOutboxSql.FailuresOf, cancellationToken, SqlServerValue.Text("@id", messageId), SqlServerValue.Text("@me", incarnation)) is int before)
        {
            var failures = before + 1;
            var parked = failures >= options.MaxFailures;
            var due = Now + (long)LeaseRules.PauseAfter(failures).TotalMicroseconds;
            var told = parked
                ? await HasChangedAsync(
                    SqlServerOutboxSql.ParkFailed, cancellationToken, SqlServerValue.Text("@id", messageId), SqlServerValue.Text("@me", incarnation), SqlServerValue.Int("@failures", failures),
                    SqlServerValue.Text("@code", code.Length < StoredSize.Code ? code : code[..(StoredSize.Code - 1)]), SqlServerValue.Text("@detail", detail))
                : await HasChangedAsync(
                    SqlServerOutboxSql.ComeAgain, cancellationToken, SqlServerValue.Text("@id", messageId), SqlServerValue.Text("@me", incarnation), SqlServerValue.Int("@failures", failures),
                    SqlServerValue.Long("@due", due));
            if (told)
            {
                NudgeIf(!parked, Microseconds.ToMoment(due));
                return;
            }
        }
    }

    public async Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken)
        => await database.ScalarAsync(SqlServerOutboxSql.IsClosed, cancellationToken, SqlServerValue.Text("@key", key)) is null;

    public async Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken)
        => await database.ReadAsync(
            SqlServerOutboxSql.Parked,
            reader => new ParkedMessage(
                reader.Text(0), new StreamId(reader.Text(1)), reader.Text(2), reader.TextOrNull(3) ?? "", Microseconds.ToMoment(reader.GetInt64(4)), reader.GetInt32(5)),
            cancellationToken);

    public async Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken)
    {
        var found = await HasChangedAsync(SqlServerOutboxSql.Unpark, cancellationToken, SqlServerValue.Text("@id", messageId), SqlServerValue.Long("@now", Now));
        NudgeIf(found, clock.GetUtcNow());
        return found;
    }

    public async Task<OutboxState> StateAsync(CancellationToken cancellationToken)
        => (await database.ReadAsync(
            SqlServerOutboxSql.State,
            reader =>
            {
                var (free, held, parked, due) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
                return new OutboxState(free + held, held + due, parked, reader.IsDBNull(4) ? null : Microseconds.ToMoment(reader.GetInt64(4)));
            },
            cancellationToken,
            SqlServerValue.Long("@now", Now)))[0];

    /// <summary>At an orderly stop: nothing was lost, so nothing is counted.</summary>
    public Task GiveUpOwnAsync(CancellationToken cancellationToken)
        => database.AskAsync(SqlServerOutboxSql.GiveUpOwn, command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken, SqlServerValue.Text("@me", incarnation));

    private long Now => Microseconds.Of(clock.GetUtcNow());

    private long Until => Now + (long)options.Lease.TotalMicroseconds;

    private async Task<bool> HasChangedAsync(string sql, CancellationToken cancellationToken, params Microsoft.Data.SqlClient.SqlParameter[] parameters)
        => await database.ScalarAsync(sql, cancellationToken, parameters) is > 0;

    private void NudgeIf(bool changed, DateTimeOffset due)
    {
        if (changed)
        {
            Intake?.Nudge(due);
        }
    }

    /// <summary>The parameters that say how many places each class has.</summary>
    private static IEnumerable<SqlParameter> Places(Func<Priority, int> places)
        => Enum.GetValues<Priority>().Select(priority => SqlServerValue.Int(string.Create(CultureInfo.InvariantCulture, $"@places{(int)priority}"), places(priority)));
}
