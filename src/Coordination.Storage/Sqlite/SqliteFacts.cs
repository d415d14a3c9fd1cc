using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>Reads what a group must know before it is decided. Each thing is looked up once.</summary>
internal static class SqliteFacts
{
    public static GroupFacts Read(SqliteSession session, IReadOnlyList<PreparedCommit> commits)
    {
        var facts = new GroupFacts();
        foreach (var commit in commits)
        {
            Read(session, facts, commit.Commit);
        }

        return facts;
    }

    public static OperationRecord? FindOperation(SqliteSession session, StreamId stream, string id)
    {
        var found = session.Sql("select request_hash, version, refusal from operation where stream = ? and id = ?").Bind(stream.Value).Bind(id);
        var record = found.Step()
            ? new OperationRecord(id, found.Text(0), found.Long(1), found.TextOrNull(2) is { } refusal ? JsonSerializer.Deserialize<Refusal>(refusal, Wire.Json) : null)
            : null;
        found.End();
        return record;
    }

    public static StreamId? FindOwner(SqliteSession session, Claim claim)
    {
        var found = session.Sql("select owner from claim where kind = ? and value = ?").Bind(claim.Kind).Bind(claim.Value);
        StreamId? owner = found.Step() ? new StreamId(found.Text(0)) : null;
        found.End();
        return owner;
    }

    public static bool IsClosed(SqliteSession session, string key)
    {
        var found = session.Sql("select 1 from closed_key where key = ?").Bind(key);
        var closed = found.Step();
        found.End();
        return closed;
    }

    private static void Read(SqliteSession session, GroupFacts facts, Commit commit)
    {
        if (!facts.Heads.ContainsKey(commit.Stream))
        {
            facts.Heads[commit.Stream] = FindHead(session, commit.Stream);
        }

        foreach (var id in commit.Done.Concat(commit.Park.Select(order => order.MessageId)))
        {
            if (!facts.Messages.ContainsKey(id))
            {
                facts.Messages[id] = FindMessage(session, id);
            }
        }

        foreach (var key in commit.OpenKeys.Concat(commit.Arm.Where(message => message.Key is not null).Select(message => message.Key!)))
        {
            if (!facts.KeysClosed.ContainsKey(key))
            {
                facts.KeysClosed[key] = IsClosed(session, key);
            }
        }

        foreach (var operation in commit.Operations)
        {
            if (!facts.Operations.ContainsKey((commit.Stream, operation.Id)))
            {
                facts.Operations[(commit.Stream, operation.Id)] = FindOperation(session, commit.Stream, operation.Id);
            }
        }

        foreach (var claim in commit.Claims.Concat(commit.Releases))
        {
            if (!facts.Owners.ContainsKey(claim))
            {
                facts.Owners[claim] = FindOwner(session, claim);
            }
        }
    }

    private static StreamHead FindHead(SqliteSession session, StreamId stream)
    {
        var found = session.Sql("select version, hash, wrapped_key from stream where stream = ?").Bind(stream.Value);
        var head = found.Step()
            ? new StreamHead { Exists = true, Version = found.Long(0), Hash = found.Bytes(1), WrappedKey = found.IsNull(2) ? null : found.Bytes(2) }
            : new StreamHead();
        found.End();
        return head;
    }

    private static MessageFact? FindMessage(SqliteSession session, string id)
    {
        var found = session.Sql("select key from outbox where id = ?").Bind(id);
        var message = found.Step() ? new MessageFact(found.TextOrNull(0)) : null;
        found.End();
        return message;
    }
}
