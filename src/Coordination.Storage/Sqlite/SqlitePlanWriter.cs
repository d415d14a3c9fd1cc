using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite.Rows;

namespace Coordination.Storage.Sqlite;

/// <summary>Writes what the winners of a group write, each kind of thing in one go.</summary>
internal sealed class SqlitePlanWriter(SqliteSession session, long now, string writer, long link, long leaseUntil)
{
    public void Write(GroupPlan plan, IReadOnlySet<string> leased)
    {
        foreach (var planned in plan.Events)
        {
            WriteEvent(planned);
        }

        foreach (var (stream, head) in plan.Facts.Heads)
        {
            if (head.Changed)
            {
                WriteHead(stream, head);
            }
        }

        foreach (var (row, stream, version) in plan.Rows.Values)
        {
            SqliteRowWriter.Write(session, row, stream, version);
        }

        foreach (var winner in plan.Winners)
        {
            WriteRest(winner);
        }

        foreach (var winner in plan.Winners)
        {
            Withdraw(winner.Commit.CloseKeys);
        }

        // Last, because what was withdrawn again inside the group is not among them.
        foreach (var message in plan.Armed)
        {
            Arm(message, leased.Contains(message.Id));
        }
    }

    private void WriteEvent(PlannedEvent planned)
        => session.Sql("insert into event (stream, version, type, schema, at, actor, cause, exercise, body, hash, writer, link) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(planned.Stream.Value).Bind(planned.Version).Bind(planned.Event.Type).Bind(planned.Event.Schema).Bind(planned.At)
            .Bind(planned.Event.Actor.Value).Bind(planned.Event.Cause).Bind(planned.Event.Exercise ? 1L : 0L).Bind(planned.Body).Bind(planned.Hash).Bind(writer).Bind(link)
            .Run();

    private void WriteHead(StreamId stream, StreamHead head)
    {
        if (head.Exists)
        {
            session.Sql("update stream set version = ?, hash = ? where stream = ?").Bind(head.Version).Bind(head.Hash).Bind(stream.Value).Run();
        }
        else
        {
            session.Sql("insert into stream (stream, version, hash, wrapped_key) values (?, ?, ?, ?)")
                .Bind(stream.Value).Bind(head.Version).Bind(head.Hash).Bind(head.WrappedKey).Run();
        }
    }

    private void WriteRest(PreparedCommit winner)
    {
        var commit = winner.Commit;
        for (var index = 0; index < commit.Originals.Count; index++)
        {
            session.Sql("insert into original (id, stream, bytes) values (?, ?, ?)")
                .Bind(commit.Originals[index].Id).Bind(commit.Stream.Value).Bind(winner.Originals[index]).Run();
        }

        foreach (var id in commit.Done)
        {
            if (session.Sql("delete from outbox where id = ?").Bind(id).Run() > 1)
            {
                throw new InvalidOperationException($"The message {id} was there more than once.");
            }
        }

        foreach (var order in commit.Park)
        {
            session.Sql("update outbox set parked_code = ?, parked_detail = ?, owner = null, lease_until = null where id = ?")
                .Bind(order.Code).Bind(order.Detail).Bind(order.MessageId).Run();
        }

        foreach (var operation in commit.Operations)
        {
            session.Sql("insert into operation (stream, id, request_hash, version, refusal, at) values (?, ?, ?, ?, ?, ?)")
                .Bind(commit.Stream.Value).Bind(operation.Id).Bind(operation.RequestHash).Bind(operation.Version)
                .Bind(operation.Refusal is { } refusal ? JsonSerializer.Serialize(refusal, Wire.Json) : null).Bind(now).Run();
        }

        foreach (var claim in commit.Releases)
        {
            session.Sql("delete from claim where kind = ? and value = ? and owner = ?").Bind(claim.Kind).Bind(claim.Value).Bind(commit.Stream.Value).Run();
        }

        foreach (var claim in commit.Claims)
        {
            session.Sql("insert into claim (kind, value, owner) values (?, ?, ?) on conflict (kind, value) do nothing")
                .Bind(claim.Kind).Bind(claim.Value).Bind(commit.Stream.Value).Run();
        }
    }

    private void Withdraw(IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            session.Sql("insert into closed_key (key, at) values (?, ?) on conflict (key) do nothing").Bind(key).Bind(now).Run();
            session.Sql("delete from outbox where key = ?").Bind(key).Run();
        }
    }

    private void Arm(OutboxMessage message, bool leased)
    {
        var insert = session.Sql(
                "insert into outbox (id, target, body, priority, due, key, sender_version, claims, failures, owner, lease_until) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(message.Id).Bind(message.Target.Value).Bind(message.Body.Span).Bind((long)message.Priority).Bind(Microseconds.Of(message.Due)).Bind(message.Key)
            .Bind(message.SenderVersion).Bind(message.Claims).Bind(message.Failures);
        (leased ? insert.Bind(writer).Bind(leaseUntil) : insert.BindNull().BindNull()).Run();
    }
}
