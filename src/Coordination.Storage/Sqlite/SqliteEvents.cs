using Coordination.Domain.Journal;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Sqlite;

/// <summary>Reads events and opens their bodies.</summary>
internal static class SqliteEvents
{
    /// <summary>The events of a stream (1) after a version (2).</summary>
    public const string OfStream =
        "select version, position, type, schema, at, actor, cause, exercise, body from event where stream = ? and version > ? order by version";

    /// <summary>The stream's key; null where there is no such stream.</summary>
    /// <exception cref="StreamErasedException">The key has been destroyed.</exception>
    public static StreamKey? FindKey(SqliteSession session, StreamId stream, MasterKey master, StreamKeyCache keys)
    {
        if (keys.TryGet(stream, out var key))
        {
            return key;
        }

        var found = session.Sql("select wrapped_key from stream where stream = ?").Bind(stream.Value);
        if (!found.Step())
        {
            return null;
        }

        var wrapped = found.IsNull(0) ? null : found.Bytes(0);
        found.End();
        if (wrapped is null)
        {
            throw new StreamErasedException($"{stream} has been erased; its content can no longer be read.");
        }

        key = master.Unwrap(stream.Value, wrapped);
        keys.Put(stream, key);
        return key;
    }

    public static RecordedEvent Read(Statement found, StreamId stream, StreamKey key)
        => new StoredEvent(
            stream.Value, found.Long(0), found.Long(1), found.Text(2), (int)found.Long(3), found.Long(4), found.Text(5), found.Text(6), found.Long(7) != 0, found.Bytes(8)).Open(key);
}
