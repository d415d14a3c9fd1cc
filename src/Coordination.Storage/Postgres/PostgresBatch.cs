using Npgsql;
using NpgsqlTypes;

namespace Coordination.Storage.Postgres;

/// <summary>Statements that go to the server together, with arrays as parameters.</summary>
internal static class PostgresBatch
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlBatchCommand Texts(this NpgsqlBatchCommand command, IEnumerable<string?> values)
        => command.With(new NpgsqlParameter<string?[]> { TypedValue = [.. values.Select(text => text is null ? null : PostgresText.Escape(text))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    public static NpgsqlBatchCommand Longs(this NpgsqlBatchCommand command, IEnumerable<long> values)
        => command.With(new NpgsqlParameter<long[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });

    public static NpgsqlBatchCommand LongsOrNull(this NpgsqlBatchCommand command, IEnumerable<long?> values)
        => command.With(new NpgsqlParameter<long?[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });

    public static NpgsqlBatchCommand Bytes(this NpgsqlBatchCommand command, IEnumerable<byte[]?> values)
        => command.With(new NpgsqlParameter<byte[]?[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });

    public static NpgsqlBatchCommand Text(this NpgsqlBatchCommand command, string value)
        => command.With(new NpgsqlParameter<string> { TypedValue = PostgresText.Escape(value), NpgsqlDbType = NpgsqlDbType.Text });

    public static NpgsqlBatchCommand Long(this NpgsqlBatchCommand command, long value)
        => command.With(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });

    public static NpgsqlBatchCommand Blob(this NpgsqlBatchCommand command, byte[] value)
        => command.With(new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea });

    private static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, NpgsqlParameter parameter)
    {
        command.Parameters.Add(parameter);
        return command;
    }
}
