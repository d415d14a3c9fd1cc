using System.Text.Json;
using Coordination.Contracts;
using Coordination.Storage.Journal;
using Coordination.Storage.Postgres.Rows;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Writes what a group changes, each kind of thing in one statement, all of them in one round trip.</summary>
internal sealed class PostgresPlanWriter(NpgsqlBatch batch, long now, string writer, long leaseUntil)
{
    private readonly List<(NpgsqlBatchCommand Command, ulong Rows, string What)> _expected = [];

    public void Add(GroupPlan plan, GroupChanges changes, IReadOnlySet<string> leased, Func<int, long> positionOf, long link)
    {
        AddEvents(plan, positionOf, link);
        AddHeads(changes);
        AddAnswered(changes);
        AddClaims(changes);
        PostgresRowWriter.AddTo(batch, plan.Rows.Values);
        AddArmed(changes, leased);
    }

    /// <summary>After the batch was run: whether every statement met exactly what was locked for it.</summary>
    public void Check()
    {
        foreach (var (command, rows, what) in _expected)
        {
            if (command.Rows != rows)
            {
                throw new InvalidOperationException($"{command.Rows} instead of {rows} {what} were changed although they were locked.");
            }
        }
    }

    private void AddEvents(GroupPlan plan, Func<int, long> positionOf, long link)
    {
        var events = plan.Events;
        if (events.Count > 0)
        {
            batch.Add("insert into event (position, stream, version, type, schema, at, actor, cause, exercise, body, hash, writer, link) select one.*, $12, $13 from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as one")
                .Longs(events.Select((_, index) => positionOf(index))).Texts(events.Select(one => one.Stream.Value)).Longs(events.Select(one => one.Version))
                .Texts(events.Select(one => one.Event.Type)).Longs(events.Select(one => (long)one.Event.Schema)).Longs(events.Select(one => one.At))
                .Texts(events.Select(one => one.Event.Actor.Value)).Texts(events.Select(one => one.Event.Cause)).Longs(events.Select(one => one.Event.Exercise ? 1L : 0L))
                .Bytes(events.Select(one => one.Body)).Bytes(events.Select(one => one.Hash)).Text(writer).Long(link);
        }
    }

    private void AddHeads(GroupChanges changes)
    {
        if (changes.NewHeads.Count > 0)
        {
            batch.Add("insert into stream (stream, version, hash, wrapped_key) select * from unnest($1, $2, $3, $4)")
                .Texts(changes.NewHeads.Select(one => one.Stream.Value)).Longs(changes.NewHeads.Select(one => one.Head.Version))
                .Bytes(changes.NewHeads.Select(one => one.Head.Hash)).Bytes(changes.NewHeads.Select(one => one.Head.WrappedKey));
        }

        if (changes.MovedHeads.Count > 0)
        {
            Expect(
                batch.Add("update stream set version = one.version, hash = one.hash from unnest($1, $2, $3) as one (stream, version, hash) where stream.stream = one.stream")
                    .Texts(changes.MovedHeads.Select(one => one.Stream.Value)).Longs(changes.MovedHeads.Select(one => one.Head.Version)).Bytes(changes.MovedHeads.Select(one => one.Head.Hash)),
                changes.MovedHeads.Count,
                "heads of streams");
        }
    }

    private void AddAnswered(GroupChanges changes)
    {
        if (changes.Originals.Count > 0)
        {
            batch.Add("insert into original (id, stream, bytes) select * from unnest($1, $2, $3)")
                .Texts(changes.Originals.Select(one => one.Id)).Texts(changes.Originals.Select(one => one.Stream.Value)).Bytes(changes.Originals.Select(one => one.Bytes));
        }

        if (changes.Done.Count > 0)
        {
            Expect(batch.Add("delete from outbox where id = any ($1)").Texts(changes.Done), changes.Done.Count, "messages");
        }

        if (changes.Park.Count > 0)
        {
            batch.Add("update outbox set parked_code = one.code, parked_detail = one.detail, owner = null, lease_until = null from unnest($1, $2, $3) as one (id, code, detail) where outbox.id = one.id")
                .Texts(changes.Park.Select(order => order.MessageId)).Texts(changes.Park.Select(order => order.Code)).Texts(changes.Park.Select(order => order.Detail));
        }

        if (changes.Operations.Count > 0)
        {
            batch.Add("insert into operation (stream, id, request_hash, version, refusal, at) select one.*, $6 from unnest($1, $2, $3, $4, $5) as one")
                .Texts(changes.Operations.Select(one => one.Stream.Value)).Texts(changes.Operations.Select(one => one.Operation.Id))
                .Texts(changes.Operations.Select(one => one.Operation.RequestHash)).Longs(changes.Operations.Select(one => one.Operation.Version))
                .Texts(changes.Operations.Select(one => one.Operation.Refusal is { } refusal ? JsonSerializer.Serialize(refusal, Wire.Json) : null)).Long(now);
        }

        if (changes.KeysClosed.Count > 0)
        {
            batch.Add("insert into closed_key (key, at) select one, $2 from unnest($1) as one on conflict (key) do nothing").Texts(changes.KeysClosed).Long(now);
            batch.Add("delete from outbox where key = any ($1)").Texts(changes.KeysClosed);
        }
    }

    private void AddClaims(GroupChanges changes)
    {
        var givenUp = changes.Claims.Where(change => change.Before is not null).ToList();
        if (givenUp.Count > 0)
        {
            Expect(
                batch.Add("delete from claim where (kind, value, owner) in (select * from unnest($1, $2, $3))")
                    .Texts(givenUp.Select(change => change.Claim.Kind)).Texts(givenUp.Select(change => change.Claim.Value)).Texts(givenUp.Select(change => change.Before!.Value.Value)),
                givenUp.Count,
                "claims");
        }

        var taken = changes.Claims.Where(change => change.After is not null).ToList();
        if (taken.Count > 0)
        {
            // Another group may have taken one since it was read: then this fails, and the group is considered again.
            batch.Add("insert into claim (kind, value, owner) select * from unnest($1, $2, $3)")
                .Texts(taken.Select(change => change.Claim.Kind)).Texts(taken.Select(change => change.Claim.Value)).Texts(taken.Select(change => change.After!.Value.Value));
        }
    }

    private void AddArmed(GroupChanges changes, IReadOnlySet<string> leased)
    {
        var armed = changes.Arm;
        if (armed.Count > 0)
        {
            batch.Add("insert into outbox (id, target, body, priority, due, key, sender_version, claims, failures, owner, lease_until) select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
                .Texts(armed.Select(message => message.Id)).Texts(armed.Select(message => message.Target.Value)).Bytes(armed.Select(message => message.Body.ToArray()))
                .Longs(armed.Select(message => (long)message.Priority)).Longs(armed.Select(message => Microseconds.Of(message.Due))).Texts(armed.Select(message => message.Key))
                .Longs(armed.Select(message => message.SenderVersion)).Longs(armed.Select(message => (long)message.Claims)).Longs(armed.Select(message => (long)message.Failures))
                .Texts(armed.Select(message => leased.Contains(message.Id) ? writer : null)).LongsOrNull(armed.Select(message => leased.Contains(message.Id) ? leaseUntil : (long?)null));
        }
    }

    private void Expect(NpgsqlBatchCommand command, int rows, string what) => _expected.Add((command, (ulong)rows, what));
}
