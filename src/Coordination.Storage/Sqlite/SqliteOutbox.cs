using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>The scheduled outbox in a SQLite file. What changes it goes through the writer; what looks at it does not.</summary>
internal sealed class SqliteOutbox(GroupWriter writer, SqliteEngine engine, SqliteReaders readers, TimeProvider clock, int maxFailures, int maxClaims) : IOutbox
{
    private readonly SqliteLeases _leases = new(engine, maxClaims);

    public IOutboxIntake? Intake
    {
        get => writer.Intake;
        set => writer.Intake = value;
    }

    public Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken)
    {
        // In order of service. The writer may run it more than once, after its caller has gone on.
        var asked = places.OrderBy(one => one.Key).ToArray();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(asked.Length == 0 ? 0 : asked.Min(one => one.Value), nameof(places));
        return writer.RunAsync(() => _leases.ClaimDue(asked), cancellationToken);
    }

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken)
    {
        var now = Microseconds.Of(clock.GetUtcNow());
        Priority[] asked = [.. classes];
        return readers.ReadAsync(session => SqliteLeases.NextDue(session, asked, now), cancellationToken);
    }

    public Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken)
        => writer.RunAsync(() => _leases.Renew(messageIds), cancellationToken);

    public Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken)
        => writer.RunAsync(() => _leases.Release(messageIds, due), cancellationToken, released => NudgeIf(released > 0, due));

    public Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken)
        => writer.RunAsync(() => _leases.Fail(messageId, code, detail, maxFailures), cancellationToken, due => NudgeIf(due is not null, due ?? default));

    public Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken)
        => readers.ReadAsync(session => !SqliteFacts.IsClosed(session, key), cancellationToken);

    public Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<ParkedMessage>>(
            session =>
            {
                var found = session.Sql("select id, target, parked_code, parked_detail, due, failures from outbox where parked_code is not null order by due, id");
                var parked = new List<ParkedMessage>();
                while (found.Step())
                {
                    parked.Add(new(found.Text(0), new StreamId(found.Text(1)), found.Text(2), found.TextOrNull(3) ?? "", Microseconds.ToMoment(found.Long(4)), (int)found.Long(5)));
                }

                return parked;
            },
            cancellationToken);

    public Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken)
        => writer.RunAsync(() => _leases.Unpark(messageId), cancellationToken, found => NudgeIf(found, clock.GetUtcNow()));

    public Task<OutboxState> StateAsync(CancellationToken cancellationToken)
    {
        var now = Microseconds.Of(clock.GetUtcNow());
        return readers.ReadAsync(session => SqliteLeases.State(session, now), cancellationToken);
    }

    private void NudgeIf(bool changed, DateTimeOffset due)
    {
        if (changed)
        {
            Intake?.Nudge(due);
        }
    }
}
